import { headerSeconds, nginxCount, nginxWord } from '../../formats/nginx-values.ts';
import { fill } from '../../formats/template.ts';
import { inComment } from '../../formats/units.ts';
import { entryOf, partValue, perComponent } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import * as nginx from '../../settings/nginx.ts';
import * as profile from '../../settings/profile.ts';
import template from '../../../templates/nginx.hbs';
import { versionOf } from '../names.ts';
import { said, sayer } from '../said.ts';
import { cacheOf } from './cache.ts';
import { corsOf } from './cors.ts';
import { eventsOf } from './events.ts';
import { hstsOf, securityHeadersOf } from './headers.ts';
import { limitsOf } from './limits.ts';
import { hasImmutable, hasWebsocket, locationsOf } from './locations.ts';
import { HEALTH_PATH, STATUS_PATH } from './paths.ts';
import { refusedOf } from './routes.ts';
import { redirectPortOf, tlsOf } from './tls.ts';
import { upstreamsOf } from './upstreams.ts';
import { line, valuesOf } from './values.ts';

/** Where the proxy runs: it decides how the names of applications are found. */
export type Platform = 'compose' | 'kubernetes';

/** The nginx.conf of one proxy. */
export function renderNginxConf(plan: Stack, proxy: Component, { platform }: { readonly platform: Platform }): string {
  const upstreams = upstreamsOf(plan, proxy, platform);
  return fill(template, {
    ...everywhere(plan, proxy),
    place: platform === 'compose' ? 'in Docker Compose' : 'in Kubernetes',
    status: statusOf(plan, proxy, platform),
    upstreams,
    // Where there is only one, all locations share its error pages.
    upstream: upstreams.length === 1 && upstreams[0]?.name,
    redirect_port: redirectPortOf(plan, proxy, platform),
  });
}

/** What the file says on every platform. */
const everywhere = perComponent((plan, proxy) => {
  const trusted = (partValue(plan, profile.trusted_proxies) ?? []).map(network);
  const domain = partValue(plan, profile.domain) ?? '_';
  const locations = locationsOf(plan, proxy);
  return {
    name: inComment(proxy.name),
    version: inComment(versionOf(plan, proxy)),
    paths: { health: HEALTH_PATH, status: STATUS_PATH },
    ...valuesOf(plan, proxy),
    ...limitsOf(plan, proxy),
    events: eventsOf(plan, proxy),
    trusted,
    scheme: trusted.length > 0 ? '$forwarded_proto' : '$scheme',
    server_name: serverName(domain),
    refuse: domain !== '_',
    cache: cacheOf(plan, proxy),
    immutable: hasImmutable(plan, proxy) && line({ max_age: sayer(plan, proxy)(nginx.expires_immutable, headerSeconds) }),
    websocket: hasWebsocket(plan, proxy),
    tls: tlsOf(plan, proxy),
    security: securityHeadersOf(plan),
    hsts: hstsOf(plan, proxy),
    cors: corsOf(plan, proxy),
    locations,
    refused: refusedOf(plan, proxy),
    nothing_else: !locations.some((location) => location.match === '/'),
  };
});

/** Where an exporter in a container of its own asks; beside the proxy in a pod it asks over the loopback. */
function statusOf(plan: Stack, proxy: Component, platform: Platform) {
  const port = platform === 'compose' ? entryOf(plan, proxy, nginx.status_port) : undefined;
  return port !== undefined && line({ port: said(port, nginxCount) });
}

function serverName(domain: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(domain)) throw new Error(`not a host name: ${JSON.stringify(domain)}`);
  return nginxWord(domain);
}

function network(cidr: string): string {
  if (!/^[0-9A-Fa-f:.]+\/[0-9]+$/.test(cidr)) throw new Error(`not a network: ${JSON.stringify(cidr)}`);
  return cidr;
}
