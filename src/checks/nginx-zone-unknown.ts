import { defineCheck, type Breach } from '../model/check.ts';
import { all } from '../model/input.ts';
import { plainly, quoted } from '../model/quote.ts';
import { everywhere, type NginxConfig } from '../formats/nginx-config.ts';
import { zoneMade, zoneUsed, type Zone } from '../formats/nginx-zones.ts';
import { meant } from '../formats/suggest.ts';
import { volume } from '../settings/found.ts';
import { breachAt, hasNginxFiles, httpDirectives, inEach, inHttp, nginxFiles, word } from './nginx-words.ts';

/** The zones that directives name against those that are made. */
export const nginxZoneUnknown = defineCheck({
  id: 'nginx-zone-unknown',
  severity: 'error',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles, volumes: all(volume) },
  // What a volume holds may be configuration too.
  broken: ({ files, volumes }) => (volumes.some(({ subject }) => subject.startsWith('/etc/nginx')) ? [] : inEach(files, strangers)),
  why: 'nginx does not start: "zero size shared memory zone", or "zone is unknown".',
  fix: 'make the zone in http (limit_req_zone, limit_conn_zone, proxy_cache_path … keys_zone=), or correct its name.',
  source: 'https://nginx.org/en/docs/http/ngx_http_limit_req_module.html; measured with nginx 1.22.1 and 1.28.3',
  examples: {
    holds: [
      { files: inHttp('limit_req_zone $binary_remote_addr zone=login:10m rate=1r/s; server { limit_req zone=login burst=5; proxy_cache off; }'), volumes: [] },
      { files: inHttp('include /etc/nginx/zones/*.conf; server { limit_req zone=login; }'), volumes: [] },
    ],
    breaks: [
      { files: inHttp('limit_req_zone $binary_remote_addr zone=login:10m rate=1r/s; server { limit_req zone=logins burst=5; }'), volumes: [] },
      { files: inHttp('fastcgi_cache_path /cache keys_zone=pages:10m; server { proxy_cache pages; }'), volumes: [] },
    ],
  },
});

function strangers(config: NginxConfig): readonly Breach[] {
  if (!config.complete || includesMore(config)) return [];
  const http = httpDirectives(config).map(({ directive }) => directive);
  const made = new Map(http.flatMap((directive) => zoneMade(directive) ?? []).map((zone) => [keyOf(zone), zone]));
  return http.flatMap((directive) => {
    const zone = zoneUsed(directive);
    if (zone === undefined || made.has(keyOf(zone))) return [];
    const alike = [...made.values()].filter((other) => other.made === zone.made).map(({ name }) => name);
    const hint = alike.length > MANY ? undefined : meant(zone.name, alike);
    return [breachAt(directive, `${plainly(directive.name)} names the zone ${quoted(zone.name)}, and no ${zone.made} makes it${hint === undefined ? '' : `: ${hint}`}`)];
  });
}

/** A guess among very many names takes long and helps nobody. */
const MANY = 400;

const keyOf = ({ made, name }: Zone): string => `${made} ${name}`;

/** An include that found no file here may find some where it runs; what the image has in conf.d makes no zones. */
const includesMore = (config: NginxConfig): boolean => everywhere(config, 'include').some(({ directive }) => word(directive) !== '/etc/nginx/conf.d/*.conf');
