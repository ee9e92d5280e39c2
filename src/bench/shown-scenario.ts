import type { Scenario } from '../model/scenario.ts';

/** Headers that say nothing of who asks; any other may be a password. */
const PLAIN: ReadonlySet<string> = new Set(['accept', 'accept-encoding', 'accept-language', 'cache-control', 'content-type', 'host', 'if-modified-since', 'if-none-match', 'origin', 'range', 'referer', 'user-agent']);

/** A scenario as reports show it: reports are passed on, and the values of headers such as Authorization are not for others. */
export const shownScenario = (scenario: Scenario): Scenario =>
  scenario.map((request) => (request.headers === undefined ? request : { ...request, headers: shownHeaders(request.headers) }));

const shownHeaders = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, PLAIN.has(name.toLowerCase()) ? value : '***']));
