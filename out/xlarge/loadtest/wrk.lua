-- What clients of xlarge do, for wrk; rendered by Plumbline: change the profile, not this file.
--
--     wrk --latency -t 2 -c 800 -d 60s -s wrk.lua http://127.0.0.1:8080
--
-- Each connection waits for its answer before it sends the next request: this finds the greatest throughput, not the response
-- times at a given rate.
-- Each simulated user has an address of its own in X-Forwarded-For, so that the limits for one client apply as they will.
-- The proxy believes it of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16: send from there, or all requests count as one client and meet 429.

-- Stated at profiles/xlarge.yaml:6:53.
local USERS = 2000

-- A whole number from low to high, another one in each request.
local function whole(low, high) return math.random(low, high) end

local requests = {
  {
    -- Stated at profiles/small.yaml:35:55.
    weight = 55,
    method = "GET",
    path = function() return "/items/" .. whole(1, 100000) end,
  },
  {
    -- Stated at profiles/small.yaml:36:60.
    weight = 5,
    method = "GET",
    path = function() return "/items?after=" .. whole(0, 99900) end,
  },
  {
    -- Stated at profiles/small.yaml:37:40.
    weight = 25,
    method = "GET",
    path = function() return "/feed" end,
  },
  {
    -- Stated at profiles/small.yaml:38:62.
    weight = 5,
    method = "GET",
    path = function() return "/assets/style.3841801b.css" end,
  },
  {
    -- Stated at profiles/small.yaml:39:51.
    weight = 5,
    method = "GET",
    path = function() return "/search?q=lamp" end,
  },
  {
    -- Stated at profiles/small.yaml:40:59.
    weight = 5,
    method = "POST",
    path = function() return "/items" end,
    headers = { ["content-type"] = "application/json" },
    body = function() return "{\"name\":\"lamp " .. whole(1, 100000) .. "\",\"category\":\"tools\",\"price_cents\":1990}" end,
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
