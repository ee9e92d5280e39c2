import { isLoopback } from '../formats/host-port.ts';
import { fail } from '../model/problem.ts';
import { quoted } from '../model/quote.ts';

const AT = { file: '--url', line: 0, column: 0 };

/**
 * The address that a load may go to, without its path. A server elsewhere has to be named twice: a load that is
 * aimed at the wrong one is an attack.
 */
export function permittedUrl(text: string, allowed: string | undefined): string {
  const url = URL.canParse(text) ? new URL(text) : fail(`expected an address, found ${quoted(text)}`, AT, 'such as http://127.0.0.1:8080');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') fail(`expected an address that begins with http:// or https://, found ${quoted(text)}`, AT);
  if (url.username !== '' || url.password !== '') fail('an address with a password would stand in the report', AT, 'say it in a header of the scenario');
  if ((url.pathname !== '/' && url.pathname !== '') || url.search !== '') fail(`expected the address of a server, found a path: ${quoted(url.pathname + url.search)}`, AT, 'paths belong to the scenario: --scenario FILE, or scenario in the profile');
  if (!isLoopback(url.hostname) && allowed?.toLowerCase() !== url.hostname) {
    fail(`${url.hostname} is not this machine: a load test can take a server down, and is an attack on one that is not yours`, AT, `where you may do that, name the host again: --allow-host ${url.hostname}`);
  }
  return url.origin;
}
