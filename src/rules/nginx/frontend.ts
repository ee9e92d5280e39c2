import { structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { NEXT_IMAGE, NEXT_STATIC } from '../../model/next-paths.ts';
import { serversOf } from '../../model/stack.ts';
import { DAY } from '../../model/value.ts';
import * as c from '../../settings/component.ts';
import * as nginx from '../../settings/nginx.ts';

const filesOfNext = defineRule({
  id: 'next.route.cache_lifetime',
  sizes: c.route_cache,
  on: ['next'],
  from: { path: structure((_, __, path) => path) },
  value: ({ path }) => (path === NEXT_STATIC ? 365 * DAY : path === NEXT_IMAGE ? 7 * DAY : undefined),
  because: 'Names of static files change with their content; a picture is made anew in each size and format, which costs the frontend most of its CPU.',
  source: 'guide 2: static files one year, pictures seven days',
  examples: [{ given: { path: NEXT_STATIC }, gives: 365 * DAY }, { given: { path: NEXT_IMAGE }, gives: 7 * DAY }, { given: { path: '/' }, gives: undefined }],
});

const preflightAge = defineRule({
  sizes: nginx.cors_max_age,
  from: { origins: structure((stack, proxy) => stack.routes.some(({ to, path }) => serversOf(stack, proxy).some(({ name }) => name === to) && stack.entries.has(`${to}.route.allow_origins[${path}]`))) },
  value: ({ origins }) => (origins ? 7_200_000 : undefined),
  because: 'As long as browsers remember it at most.',
  source: 'Chromium: two hours; Firefox: a day',
  examples: [{ given: { origins: true }, gives: 7_200_000 }, { given: { origins: false }, gives: undefined }],
});

/** What the proxy keeps of frontends, and tells browsers of other sites. */
export const frontendRules: readonly Rule[] = [
  filesOfNext,
  preflightAge,
  decide(nginx.cache_bypass, true, 'What was made for one user is not sent to the next who asks for the same address.', 'measured: without it an anonymous client received the body made for another user'),
];
