import type { Directive } from '../formats/nginx-syntax.ts';
import { defineCheck } from '../model/check.ts';
import { branchesOf } from './nginx-regex.ts';
import { breachAt, hasNginxFiles, httpDirectives, inEach, inHttp, nginxFiles, word, wordsOf } from './nginx-words.ts';

/** A list of origins that also lets strangers in. */
export const nginxOriginUnanchored = defineCheck({
  id: 'nginx-origin-unanchored',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      httpDirectives(config).flatMap(({ directive, ancestors }) => {
        const regex = originRegex(directive, ancestors.at(-1));
        const open = regex === undefined ? undefined : branchesOf(regex).find((branch) => NAMES_A_HOST.test(branch) && looseEnds(branch).length > 0);
        return open === undefined ? [] : [breachAt(directive, `the origin must match ${open}, which ${looseEnds(open).join(' and ')}`)];
      }),
    ),
  why: 'A page of a stranger may then read answers that were meant for your own pages, with the cookies of its visitor.',
  fix: 'write the whole origin: ^https://([a-z0-9-]+\\.)?example\\.com$.',
  source: 'RFC 6454; gixy origins',
  examples: {
    holds: [
      { files: inHttp('map $http_origin $allowed { default ""; "~^https://([a-z]+\\.)?example\\.com$" $http_origin; https://a.example.com 1; } server { if ($http_origin ~* "^https?://(a|b)\\.example\\.com$") { set $cors 1; } }') },
    ],
    breaks: [
      { files: inHttp('server { if ($http_origin ~* (example\\.com)) { set $cors 1; } }') },
      { files: inHttp('map $http_origin $allowed { "~^https://example\\.com" 1; }') },
      { files: inHttp('map $http_origin $allowed { "~^https://www.example.com$" 1; }') },
    ],
  },
});

/** The letters of a host name with a dot between them. */
const NAMES_A_HOST = /[A-Za-z0-9]\\?\.[A-Za-z]{2}/;

/** What a branch of the expression leaves open. */
function looseEnds(branch: string): readonly string[] {
  return [
    ...(branch.startsWith('^') ? [] : ['does not begin with ^ (https://evil-example.com matches)']),
    ...(branch.endsWith('$') ? [] : ['does not end with $ (https://example.com.evil.org matches)']),
    ...(/[A-Za-z0-9]\.[A-Za-z]{2}/.test(branch) ? ['has a dot that matches any character'] : []),
  ];
}

/** The expression that an `if` or a line of a `map` holds against the Origin header. */
function originRegex(directive: Directive, parent: Directive | undefined): string | undefined {
  if (parent?.name === 'map' && word(parent) === '$http_origin') return directive.name.startsWith('~') ? directive.name.replace(/^~\*?/, '') : undefined;
  if (directive.name !== 'if') return undefined;
  const condition = wordsOf(directive).join(' ').trim();
  const match = /^\( ?\$http_origin (!?~\*?) ?/.exec(condition);
  return match === null || match[1]?.startsWith('!') === true || !condition.endsWith(')') ? undefined : condition.slice(match[0].length, -1).trim();
}
