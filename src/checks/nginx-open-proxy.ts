import { within } from '../formats/nginx-config.ts';
import { defineCheck } from '../model/check.ts';
import { passesOf, variablesIn, type Passed } from './nginx-proxies.ts';
import { groupsOf } from './nginx-regex.ts';
import { around, breachAt, hasNginxFiles, inEach, inHttp, nginxFiles, word, wordsOf } from './nginx-words.ts';

/** The address of the upstream taken from the request. */
export const nginxOpenProxy = defineCheck({
  id: 'nginx-open-proxy',
  severity: 'warning',
  confidence: 'likely',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      passesOf(config).flatMap((passed) => {
        const chosen = passed.ancestors.some((block) => within(block, 'internal').length > 0) ? undefined : chosenByClient(passed);
        return chosen === undefined ? [] : [breachAt(passed.directive, `the upstream is ${passed.host}, and the client chooses $${chosen}`)];
      }),
    ),
  why: 'Anybody can reach what only this server can: the database, the metadata of the cloud, other containers.',
  fix: 'map what the client sends to a list of known upstreams, or mark the location internal.',
  source: 'OWASP, server side request forgery; gixy ssrf',
  examples: {
    holds: [
      { files: inHttp('server { location / { set $api http://api:3000; proxy_pass $api; } location /a { proxy_pass http://api$request_uri; } location ~ ^/(web|api)/ { proxy_pass http://$1; } }') },
      { files: inHttp('map $http_x_tier $tier { default blue; green green; } server { server_name shop.example.com; location / { proxy_pass http://$tier; } location /h { proxy_pass http://$host; } }') },
    ],
    breaks: [
      { files: inHttp('server { location /fetch { proxy_pass http://$arg_url; } }') },
      { files: inHttp('server { location ~ ^/proxy/(.*)/(.*)$ { proxy_pass http://$1/$2; } }') },
    ],
  },
});

/** The variable in the host that a client can set to any name. */
function chosenByClient({ host, ancestors }: Passed): string | undefined {
  const captured = new Set([...ancestors].flatMap((block) => (block.name === 'location' && word(block)?.startsWith('~') === true ? groupsOf(word(block, 1) ?? '') : [])).filter(({ body }) => !/^[A-Za-z0-9_|-]+$/.test(body)).map(({ name }) => name));
  const server = around('server', ancestors);
  const names = within(server, 'server_name').flatMap(wordsOf);
  const anyName = names.every((name) => name === '_' || name === '' || name === '*');
  const bare = host.replace(/:[0-9$].*$/, '');
  return variablesIn(host).find((name) => {
    if (/^(?:arg|cookie|http)_/.test(name) || ['args', 'query_string', 'request_uri', 'uri', 'document_uri'].includes(name)) return name !== 'http_host' || anyName;
    if (name === 'host') return anyName && bare === '$host';
    return captured.has(name) && (bare === `$${name}` || bare === `\${${name}}`);
  });
}
