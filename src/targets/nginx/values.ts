import { nginxCount, nginxOffset, nginxSize, nginxTime } from '../../formats/nginx-values.ts';
import { entryOf, need } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import { said, sayer, whys } from '../said.ts';

/** The tuned values of the main, events and http contexts, as the templates name them. */
export function valuesOf(plan: Stack, proxy: Component) {
  const say = sayer(plan, proxy);
  const port = say(c.port, nginxCount);
  const leastIdle = entryOf(plan, proxy, nginx.keepalive_min_timeout);
  const backlog = say(nginx.listen_backlog, nginxCount);
  const buffers = { number: say(nginx.proxy_buffers_number, nginxCount), size: say(nginx.proxy_buffers_size, nginxSize) };
  const headers = { number: say(nginx.large_header_number, nginxCount), size: say(nginx.large_header_size, nginxSize) };
  const output = entryOf(plan, proxy, nginx.output_buffers_number) && { number: say(nginx.output_buffers_number, nginxCount), size: say(nginx.output_buffers_size, nginxSize) };
  const log = { buffer: say(nginx.access_log_buffer, nginxSize), flush: say(nginx.access_log_flush, nginxTime) };
  return {
    worker_processes: say(nginx.worker_processes, nginxCount),
    worker_rlimit_nofile: say(nginx.worker_rlimit_nofile, nginxCount),
    worker_shutdown_timeout: say(nginx.worker_shutdown_timeout, nginxTime),
    worker_connections: say(nginx.worker_connections, nginxCount),
    server_names_hash_bucket_size: say(nginx.server_names_hash_bucket_size, nginxCount),
    access_log: line(log),
    keepalive_timeout: say(nginx.keepalive_timeout, nginxTime),
    keepalive_min_timeout: leastIdle === undefined ? false : said(leastIdle, nginxTime),
    keepalive_requests: say(nginx.keepalive_requests, nginxCount),
    client_header_timeout: say(nginx.client_header_timeout, nginxTime),
    client_body_timeout: say(nginx.client_body_timeout, nginxTime),
    send_timeout: say(nginx.send_timeout, nginxTime),
    client_max_body_size: say(nginx.client_max_body_size, nginxOffset),
    client_body_buffer_size: say(nginx.client_body_buffer_size, nginxSize),
    large_client_header_buffers: line(headers),
    output_buffers: output === undefined ? false : line(output),
    unbuffered_bodies: isLargerThanTmp(plan, proxy),
    gzip_comp_level: say(nginx.gzip_comp_level, nginxCount),
    gzip_min_length: say(nginx.gzip_min_length, nginxSize),
    proxy_connect_timeout: say(nginx.proxy_connect_timeout, nginxTime),
    proxy_send_timeout: say(nginx.proxy_send_timeout, nginxTime),
    proxy_read_timeout: say(nginx.proxy_read_timeout, nginxTime),
    proxy_next_upstream_tries: say(nginx.next_upstream_tries, nginxCount),
    proxy_next_upstream_timeout: say(nginx.next_upstream_timeout, nginxTime),
    proxy_buffer_size: say(nginx.proxy_buffer_size, nginxSize),
    proxy_buffers: line(buffers),
    proxy_busy_buffers_size: say(nginx.proxy_busy_buffers_size, nginxSize),
    proxy_max_temp_file_size: say(nginx.proxy_max_temp_file_size, nginxSize),
    listen: { port: port.value, why: port.why, backlog: backlog.value, backlog_why: backlog.why },
  };
}

/** Several values of one line, with all their reasons. */
export function line<K extends string>(values: Readonly<Record<K, { readonly value: string; readonly why: string }>>): Readonly<Record<K | 'why', string>> {
  const spelled = Object.fromEntries(Object.entries<{ readonly value: string }>(values).map(([name, one]) => [name, one.value]));
  return { ...spelled, why: whys(...Object.values<{ readonly value: string; readonly why: string }>(values)) } as Readonly<Record<K | 'why', string>>;
}

/** Whether one body of the greatest size, or of any size, does not fit /tmp, which is memory. */
function isLargerThanTmp(plan: Stack, proxy: Component): boolean {
  const body = need(plan, proxy, nginx.client_max_body_size);
  return body === 0 || body > need(plan, proxy, container.tmpfs_size);
}
