import { edits, replaced, written, type Files, type Mutation } from '../mutation.ts';

const NGINX = 'nginx/nginx.conf';
const COMPOSE = 'docker-compose.yml';
type Edit = (files: Files) => Files;

/** Puts lines before the first location of the server. */
const location = (text: string): Edit => replaced(NGINX, '        location @refused {', `        ${text}\n\n        location @refused {`);
/** Puts lines at the beginning of `http`. */
const http = (text: string): Edit => replaced(NGINX, '    default_type application/octet-stream;', `    default_type application/octet-stream;\n    ${text}`);
/** Puts a Caddy in front of the proxy. */
const behindCaddy = (caddyfile: string): Edit =>
  edits(
    replaced(COMPOSE, /^services:\n/m, 'services:\n  edge:\n    image: caddy:2.10\n    volumes: ["./Caddyfile:/etc/caddy/Caddyfile:ro"]\n    networks: [edge]\n'),
    written('Caddyfile', caddyfile),
  );

/** What an nginx states of itself and of what is around it, one relation broken each. */
export const mutations: readonly Mutation[] = [
  { check: 'backlog-above-somaxconn', of: 'compose', edit: replaced(NGINX, /backlog=[0-9]+/, 'backlog=65535') },
  { check: 'balancer-idle-above-proxy', of: 'compose', edit: behindCaddy('shop.example.com {\n    reverse_proxy proxy:8080\n}\n') },
  { check: 'cache-and-temp-exceed-volume', of: 'compose', edit: edits(replaced(NGINX, 'client_max_body_size 50m;\n', 'client_max_body_size 8g;\n'), replaced(NGINX, /proxy_request_buffering off;/, '')) },
  { check: 'cache-exceeds-disk', of: 'compose', edit: replaced(NGINX, / max_size=[0-9]+m min_free=[0-9]+m/, '') },
  { check: 'cache-leaks-private-responses', of: 'compose', edit: replaced(NGINX, 'proxy_no_cache $private_request;', '') },
  { check: 'compression-twice', of: 'compose', edit: edits(replaced(NGINX, 'keepalive_timeout 75s;', 'keepalive_timeout 150s;'), behindCaddy('shop.example.com {\n    encode gzip\n    reverse_proxy proxy:8080\n}\n')) },
  { check: 'keepalive-pool-exceeds-upstream', of: 'compose', edit: replaced('server/server.config.mjs', /maxConnections: [0-9_]+/, 'maxConnections: 10') },
  { check: 'nginx-alias-traversal', of: 'compose', edit: location('location /files { alias /tmp/files/; }') },
  { check: 'nginx-allow-without-deny', of: 'compose', edit: replaced(NGINX, '            deny all;\n', '') },
  { check: 'nginx-buffers-exceed-limit', of: 'compose', edit: replaced(NGINX, /keys_zone=cache_pages:[0-9]+m/, 'keys_zone=cache_pages:4000m') },
  { check: 'nginx-content-type-added', of: 'compose', edit: replaced(NGINX, 'default_type application/json;', 'add_header Content-Type application/json always;') },
  { check: 'nginx-header-multiline', of: 'compose', edit: replaced(NGINX, 'proxy_set_header Proxy "";', 'proxy_set_header Proxy "a\n        b";') },
  { check: 'nginx-host-spoofing', of: 'compose', edit: replaced(NGINX, 'proxy_set_header Host $host$host_port;', 'proxy_set_header Host $http_host;') },
  { check: 'nginx-if-in-location', of: 'compose', edit: location('location /files/ { root /tmp; if ($arg_slow) { limit_rate 10k; } try_files $uri =404; }') },
  { check: 'nginx-open-proxy', of: 'compose', edit: location('location /fetch { proxy_pass http://$arg_host; }') },
  { check: 'nginx-origin-unanchored', of: 'compose', edit: http('map $http_origin $allowed_origin { "~example\\.com" $http_origin; }') },
  { check: 'nginx-referers-with-none', of: 'compose', edit: location('location /files/ { valid_referers none server_names; root /tmp; }') },
  { check: 'nginx-resolver-public', of: 'compose', edit: replaced(NGINX, 'resolver 127.0.0.11', 'resolver 8.8.8.8') },
  { check: 'nginx-response-splitting', of: 'compose', edit: location('location /old/ { return 301 https://shop.example.com$uri; }') },
  { check: 'nginx-variable-without-resolver', of: 'compose', edit: location('location /v2/ { set $backend http://api:3000; proxy_pass $backend; }'), also: ['no-upstream-keepalive', 'upstream-keepalive-defeated'] },
  { check: 'nginx-version-disclosed', of: 'compose', edit: replaced(NGINX, 'server_tokens off;', '') },
  { check: 'no-keepalive-exhausts-ports', of: 'compose', edit: replaced(NGINX, /keepalive [0-9]+;/, 'keepalive 0;'), also: ['no-upstream-keepalive'] },
  { check: 'no-upstream-keepalive', of: 'compose', edit: replaced(NGINX, /keepalive [0-9]+;/, 'keepalive 0;'), also: ['no-keepalive-exhausts-ports'] },
  { check: 'rate-limit-above-capacity', of: 'compose', edit: replaced(NGINX, /rate=[0-9]+r\/s;\n    # \/search/, 'rate=90000r/s;\n    # /search') },
  { check: 'retries-replay-requests', of: 'compose', edit: replaced(NGINX, 'proxy_next_upstream error timeout;', 'proxy_next_upstream error timeout non_idempotent;') },
  { check: 'security-headers-lost', of: 'compose', edit: replaced(NGINX, '        location / {\n', '        location / {\n            add_header Cache-Control no-cache;\n') },
  { check: 'upstream-keepalive-defeated', of: 'compose', edit: replaced(NGINX, 'proxy_set_header Connection "";', 'proxy_set_header Connection close;'), also: ['no-keepalive-exhausts-ports'] },
  { check: 'zone-below-keys', of: 'compose', edit: replaced(NGINX, 'zone=limit_clients:1m', 'zone=limit_clients:32k') },
];
