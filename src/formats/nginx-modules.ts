/** A module that nginx's own image does not have, and the names of its directives. */
interface Stranger {
  readonly module: string;
  readonly names: RegExp;
}

/** Modules of others that people use, by how their directives begin. */
const STRANGERS: readonly Stranger[] = [
  { module: 'ngx_brotli', names: /^brotli/ },
  { module: 'zstd-nginx-module', names: /^zstd/ },
  { module: 'headers-more-nginx-module', names: /^more_(?:set|clear)_/ },
  { module: 'lua-nginx-module', names: /_by_lua(?:_block|_file)?$|^lua_|^balancer_keepalive/ },
  { module: 'echo-nginx-module', names: /^echo/ },
  { module: 'set-misc-nginx-module', names: /^set_(?:unescape|escape|quote|hash|hmac|md5|sha1|base32|base64|encode|decode|random|secure|rotate|local|formatted|if_empty|form_input)/ },
  { module: 'nginx-module-vts', names: /^vhost_traffic_status/ },
  { module: 'ModSecurity-nginx', names: /^modsecurity/ },
  { module: 'ngx_http_geoip2_module', names: /^geoip2/ },
  { module: 'ngx_pagespeed', names: /^pagespeed/ },
  { module: 'Passenger', names: /^passenger_/ },
  { module: 'nginx-rtmp-module', names: /^rtmp/ },
  { module: 'nchan', names: /^nchan_|^push_stream_/ },
  { module: 'nginx-upload-module', names: /^upload_|^track_uploads$|^report_uploads$/ },
  { module: 'nginx-auth-ldap', names: /^auth_ldap|^ldap_server$/ },
  { module: 'ngx-fancyindex', names: /^fancyindex/ },
  { module: 'ngx_http_substitutions_filter_module', names: /^subs_filter/ },
  { module: 'nginx_upstream_check_module', names: /^check(?:_|$)/ },
  { module: 'ngx_http_proxy_connect_module', names: /^proxy_connect(?:$|_allow|_address|_bind|_response|_data_timeout|_read_timeout|_send_timeout)/ },
  { module: 'nginx-dav-ext-module', names: /^dav_ext_/ },
  { module: 'naxsi', names: /^(?:SecRules|LearningMode|DeniedUrl|CheckRule|BasicRule|MainRule|LibInjection)/ },
  { module: 'OpenTelemetry or OpenTracing', names: /^opentelemetry|^opentracing|^zipkin_|^datadog_/ },
  { module: 'redis2, memc or srcache', names: /^(?:redis2?_|memc_|srcache_|postgres_|drizzle_|rds_|xss_|form_input|array_|iconv_|encrypted_session)/ },
  { module: 'nginx-vod-module', names: /^vod_/ },
  { module: 'nginx_cookie_flag_module', names: /^set_cookie_flag$/ },
  { module: 'ngx_cache_purge', names: /^(?:proxy|fastcgi|uwsgi|scgi)_cache_purge$/ },
  { module: 'ngx_http_trim, concat or Tengine', names: /^(?:concat|trim|dyups|session_sticky|footer|beacon)/ },
];

/** The module of others that a directive belongs to. */
export const strangeModule = (name: string): string | undefined => STRANGERS.find(({ names }) => names.test(name))?.module;

/** Directives that nginx no longer has, with the first version without them. */
export const REMOVED: Readonly<Record<string, { readonly from: string; readonly instead: string }>> = {
  ssl: { from: '1.25.1', instead: 'write ssl behind listen' },
  limit_zone: { from: '1.7.6', instead: 'use limit_conn_zone' },
  spdy_chunk_size: { from: '1.9.5', instead: 'use HTTP/2' },
  spdy_headers_comp: { from: '1.9.5', instead: 'use HTTP/2' },
};

/** Directives that nginx still accepts and no longer follows. */
export const IGNORED: Readonly<Record<string, { readonly from: string; readonly instead: string }>> = {
  http2_push: { from: '1.25.1', instead: 'server push is gone; use early hints or a Link header' },
  http2_push_preload: { from: '1.25.1', instead: 'server push is gone' },
  http2_max_concurrent_pushes: { from: '1.25.1', instead: 'server push is gone' },
  http2_idle_timeout: { from: '1.19.7', instead: 'use keepalive_timeout' },
  http2_recv_timeout: { from: '1.19.7', instead: 'use client_header_timeout' },
  http2_max_field_size: { from: '1.19.7', instead: 'use large_client_header_buffers' },
  http2_max_header_size: { from: '1.19.7', instead: 'use large_client_header_buffers' },
  http2_max_requests: { from: '1.19.7', instead: 'use keepalive_requests' },
};
