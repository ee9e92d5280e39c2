import { inherited, locationMatch, type NginxConfig } from '../formats/nginx-config.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { mapsOf, passesOf, variablesIn, type Passed } from './nginx-proxies.ts';
import { around, breachAt, called, hasNginxFiles, inEach, inHttp, nginxFiles, word, wordInEffect, wordsOf } from './nginx-words.ts';

/** Answers that belong to one caller, kept and given to the next. */
export const cacheLeaksPrivateResponses = defineCheck({
  id: 'cache-leaks-private-responses',
  severity: 'warning',
  confidence: 'likely',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, leaksIn),
  why: 'The cache looks at neither Authorization nor Cookie: what was made for one user is sent to the next who asks for the same address.',
  fix: 'proxy_cache_bypass and proxy_no_cache with $http_authorization and the session cookie; never ignore Set-Cookie outside of static files.',
  source: 'nginx.org proxy_cache_key; measured: an anonymous client received the body made for another user',
  examples: {
    holds: [
      { files: inHttp('server { location / { proxy_cache pages; proxy_cache_bypass $http_authorization $cookie_session; proxy_no_cache $http_authorization $cookie_session; proxy_pass http://api; } }') },
      { files: inHttp('map "$http_authorization$http_cookie" $private { default 1; \'\' \'\'; } proxy_cache_bypass $private; proxy_no_cache $private; server { location / { proxy_cache pages; proxy_pass http://api; } }') },
      { files: inHttp('server { location /static/ { proxy_cache files; proxy_pass http://api; } location ~* \\.(css|js|png)$ { proxy_cache files; proxy_pass http://api; } }') },
    ],
    breaks: [
      { files: inHttp('server { location /api/ { proxy_cache pages; proxy_cache_valid 200 5m; proxy_pass http://api; } }') },
      { files: inHttp('server { location / { proxy_cache pages; proxy_ignore_headers Set-Cookie Cache-Control; proxy_pass http://api; } }') },
    ],
  },
});

function leaksIn(config: NginxConfig): readonly Breach[] {
  const maps = mapsOf(config);
  return passesOf(config).flatMap((passed) => leaks(maps, passed) ?? []);
}

function leaks(maps: ReadonlyMap<string, Directive>, { directive, ancestors }: Passed): Breach | undefined {
  const cache = inherited('proxy_cache', ancestors).at(-1);
  if (cache === undefined || word(cache) === 'off' || onlyStatic(around('location', ancestors)) || guarded(maps, ancestors)) return undefined;
  const place = around('location', ancestors);
  const where = place === undefined ? 'the server' : called(place);
  const ignoring = inherited('proxy_ignore_headers', ancestors).at(-1);
  const ignored = ignoring === undefined ? [] : wordsOf(ignoring).map((header) => header.toLowerCase());
  const hidden = inherited('proxy_hide_header', ancestors).some((hide) => word(hide)?.toLowerCase() === 'set-cookie');
  if (ignoring !== undefined && ignored.includes('set-cookie') && !hidden) {
    return breachAt(ignoring, `${where} keeps answers with Set-Cookie: the session cookie of one user is given to everybody`, { severity: 'error', confidence: 'certain' });
  }
  if (ignoring !== undefined && ignored.includes('cache-control')) {
    return breachAt(ignoring, `${where} keeps answers that the application marks private or no-store, and no directive looks at Authorization or Cookie`, { confidence: 'certain' });
  }
  // A cache on one named path was probably meant for answers that are the same for all.
  const wide = place === undefined || /^\/(?:$|api|graphql|v\d)/i.test(locationMatch(place).path);
  return breachAt(word(cache) === undefined ? directive : cache, `${where} keeps answers whoever asked: no directive looks at Authorization or Cookie`, wide ? {} : { severity: 'note' });
}

/** Whether a location holds files that are the same for everybody, told from its path. */
function onlyStatic(location: Directive | undefined): boolean {
  if (location === undefined) return false;
  const { modifier, path } = locationMatch(location);
  if (modifier.startsWith('~')) return /\\\.\(?[a-z0-9?|:()]*(?:css|js|png|jpe?g|gif|svg|ico|woff2?|ttf|webp|mp4|pdf)/i.test(path) || STATIC.test(path);
  return STATIC.test(path);
}

const STATIC = /(?:^|\/|\()(?:_next\/(?:static|image)|static|assets?|images?|img|css|js|fonts?|media|dist|public|favicon\.ico|robots\.txt)(?:\/|\)|\||$)/i;

/** Whether requests with Authorization or a cookie are kept apart: neither answered from the cache nor kept, or kept by a key of their own. */
function guarded(maps: ReadonlyMap<string, Directive>, ancestors: readonly Directive[]): boolean {
  const looks = (name: string): boolean => inherited(name, ancestors).some((directive) => namesCaller(wordsOf(directive).join(' '), maps, madeElsewhere));
  return namesCaller(wordInEffect('proxy_cache_key', ancestors) ?? '', maps, () => false) || (looks('proxy_cache_bypass') && looks('proxy_no_cache'));
}

/** Variables that tell who asks. */
const CALLER = /^(?:http_authorization|http_cookie|remote_user|cookie_.*|jwt_.*|ssl_client_.*)$/;

/** A variable that is none of nginx's own: `set` or a module may have made it of who asks. */
const madeElsewhere = (name: string): boolean => !/^(?:http_|arg_|request|scheme|host|uri|args|proxy_|upstream_|is_args|query_string|document_uri|server_)/.test(name);

/** Whether a text depends on who asks, through maps too; `unknown` decides of variables that no map makes. */
const namesCaller = (text: string, maps: ReadonlyMap<string, Directive>, unknown: (name: string) => boolean, depth = 0): boolean =>
  variablesIn(text).some((name) => {
    if (CALLER.test(name)) return true;
    const map = maps.get(name);
    return map === undefined ? unknown(name) : depth < 5 && namesCaller(word(map) ?? '', maps, unknown, depth + 1);
  });
