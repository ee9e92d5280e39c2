import type { NginxConfig } from '../formats/nginx-config.ts';
import { inherited } from '../formats/nginx-config.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { isAddress, passesOf, type Passed } from './nginx-proxies.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, nginxFiles } from './nginx-words.ts';

/** A host name that nginx shall look up for each request, and nobody to ask. */
export const nginxVariableWithoutResolver = defineCheck({
  id: 'nginx-variable-without-resolver',
  severity: 'error',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, (config) => (config.complete ? unresolved(config) : [])),
  why: 'With a variable in proxy_pass the name is looked up while running; without a resolver each request is a 502 "no resolver defined", and nginx -t does not see it.',
  fix: 'state a resolver (127.0.0.11 in Docker, the DNS service in Kubernetes), or name an upstream block.',
  source: 'nginx.org proxy_pass, resolver; measured: nginx -t passes',
  examples: {
    holds: [
      { files: inHttp('resolver 127.0.0.11; server { location / { set $api http://api:3000; proxy_pass $api; } }') },
      { files: inHttp('upstream api { server api:3000; } server { location / { set $to api; proxy_pass http://$to; } location /b { proxy_pass http://api$request_uri; } location /c { proxy_pass http://10.0.0.7:3000$request_uri; } }') },
      { files: inHttp('server { location /a { proxy_pass http://web:80; } location /b { proxy_pass http://web:80$request_uri; } location /c { proxy_pass http://$BACKEND; } }') },
    ],
    breaks: [
      { files: inHttp('server { location / { set $api http://api:3000; proxy_pass $api; } }') },
      { files: inHttp('server { location / { proxy_pass http://api:3000$request_uri; } }') },
    ],
  },
});

function unresolved(config: NginxConfig): readonly Breach[] {
  const passes = passesOf(config);
  // What another proxy_pass names literally was looked up at the start and is found by its name.
  const known = new Set(passes.filter((passed) => !passed.computed).map(({ host }) => withPort(host)));
  return passes.filter((passed) => needsResolver(passed) && !known.has(withPort(passed.host))).map(({ directive, host }) => breachAt(directive, `proxy_pass holds a variable, so ${host} is looked up for each request, and no resolver is stated`));
}

const needsResolver = ({ computed, variable, upstream, host, ancestors }: Passed): boolean =>
  computed && !variable && upstream === undefined && !isAddress(host) && inherited('resolver', ancestors).length === 0;

const withPort = (host: string): string => (/:\d+$/.test(host) ? host : `${host}:80`);
