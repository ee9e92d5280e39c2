import { nginxCount, nginxSeconds, nginxSize } from '../../formats/nginx-values.ts';
import { entryOf, partValue } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { atLeast } from '../../model/version.ts';
import * as nginx from '../../settings/nginx.ts';
import { published_tls_port } from '../../settings/component.ts';
import { tls, trusted_proxies } from '../../settings/profile.ts';
import { versionOf } from '../names.ts';
import { said, sayer, type Said } from '../said.ts';
import { SECRETS_IN_CONTAINER, TLS_CERTIFICATE, TLS_KEY } from '../secrets.ts';
import type { Platform } from './conf.ts';
import { line } from './values.ts';

const HTTPS = 443;

/** TLS of a proxy that ends it itself; `false` for one that does not. */
export function tlsOf(plan: Stack, proxy: Component) {
  if (partValue(plan, tls) !== true) return false;
  const say = sayer(plan, proxy);
  const own = atLeast(versionOf(plan, proxy), '1.25.1');
  const http2 = entryOf(plan, proxy, nginx.http2);
  return {
    certificate: `${SECRETS_IN_CONTAINER}/${TLS_CERTIFICATE}`,
    key: `${SECRETS_IN_CONTAINER}/${TLS_KEY}`,
    // Before 1.25.1 HTTP/2 was a word of the listen directive.
    listen: { ...line({ port: say(nginx.tls_port, nginxCount) }), http2: own ? '' : ' http2' },
    http2_on: own && http2 !== undefined && said(http2, (on) => (on ? 'on' : 'off')),
    session_cache: say(nginx.ssl_session_cache, nginxSize),
    session_timeout: say(nginx.ssl_session_timeout, nginxSeconds),
  };
}

/** The port that clients find TLS on where it is not the usual one: the host's, as Compose publishes it to them directly. */
export function redirectPortOf(plan: Stack, proxy: Component, platform: Platform): Said | false {
  const published = entryOf(plan, proxy, published_tls_port);
  const direct = platform === 'compose' && (partValue(plan, trusted_proxies) ?? []).length === 0;
  return direct && published !== undefined && published.value !== HTTPS && said(published, nginxCount);
}
