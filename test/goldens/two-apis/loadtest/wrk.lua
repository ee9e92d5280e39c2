-- What clients of two-apis do, for wrk; rendered by Plumbline: change the profile, not this file.
--
--     wrk --latency -t 2 -c 50 -d 60s -s wrk.lua https://shop.example.com:8443
--
-- Each connection waits for its answer before it sends the next request: this finds the greatest throughput, not the response
-- times at a given rate.
-- Each simulated user has an address of its own in X-Forwarded-For, so that the limits for one client apply as they will.
-- The proxy believes it of 10.0.0.0/8: send from there, or all requests count as one client and meet 429.
-- The name shop.example.com must lead to the machine under test, and k6 believes a certificate of your own only with K6_INSECURE_SKIP_TLS_VERIFY=true.

-- Stated at profiles/small.yaml:4:52.
local USERS = 100

-- A whole number from low to high, another one in each request.
local function whole(low, high) return math.random(low, high) end

local requests = {
  {
    -- No scenario is stated: each public route is asked, those with a cache class together as often as the workload says that the cache may answer.
    weight = 35,
    method = "GET",
    path = function() return "/" end,
  },
  {
    -- No scenario is stated: each public route is asked, those with a cache class together as often as the workload says that the cache may answer.
    weight = 15,
    method = "GET",
    path = function() return "/feed" end,
  },
  {
    -- No scenario is stated: each public route is asked, those with a cache class together as often as the workload says that the cache may answer.
    weight = 35,
    method = "GET",
    path = function() return "/search" end,
  },
  {
    -- No scenario is stated: each public route is asked, those with a cache class together as often as the workload says that the cache may answer.
    weight = 15,
    method = "GET",
    path = function() return "/assets/" end,
  },
}

local weights = 0
for _, one in ipairs(requests) do weights = weights + one.weight end

-- One of the requests, each as often as its weight says.
local function drawn()
  local left = math.random() * weights
  for _, one in ipairs(requests) do
    left = left - one.weight
    if left < 0 then return one end
  end
  return requests[1]
end

-- Threads share nothing: without seeds of their own they would all send the same.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("seed", threads)
end
function init() math.randomseed(os.time() + seed) end

-- The address of a simulated user: 198.18.0.0/15 is set aside for measurements (RFC 2544), and no proxy trusts it as one of its own.
local function address(user)
  return string.format("198.%d.%d.%d", 18 + math.floor(user / 65536) % 2, math.floor(user / 256) % 256, user % 256)
end

function request()
  local one = drawn()
  local headers = { ["x-forwarded-for"] = address(whole(0, USERS - 1)) }
  -- wrk knows a host of one's own by this spelling only.
  for name, value in pairs(one.headers or {}) do headers[name == "host" and "Host" or name] = value end
  return wrk.format(one.method, one.path(), headers, one.body and one.body())
end
