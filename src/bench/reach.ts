import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isLoopback } from '../formats/host-port.ts';
import type { Scenario, ScenarioRequest } from '../model/scenario.ts';
import { fail } from '../model/problem.ts';
import { plainly } from '../model/quote.ts';
import { randomFrom } from './load/random.ts';
import { requestMaker, type Prepared } from './load/requests.ts';

/** How a server is asked. */
export interface Asking {
  readonly scenario: Scenario;
  /** The name of the site, where it is not that of the URL. */
  readonly host?: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

const HOME: ScenarioRequest = { name: 'home', method: 'GET', path: '/', weight: 1 };
const AT = { file: '--url', line: 0, column: 0 };

/**
 * Asks a server once, before a load goes to it. Throws an `InputError` where nobody listens, or where everybody is sent to
 * another address: a load would measure that and nothing else. Slow and wrong answers are what a load is to show.
 */
export async function reach(url: string, { scenario, host, timeout }: Asking): Promise<void> {
  const asked = requestMaker({ scenario: [scenario.find(({ method }) => method === 'GET') ?? HOME], clients: 1, host, random: randomFrom(1) })();
  const { code, location } = await answerOf(url, asked, timeout);
  if (code !== undefined && isNoConnection(code)) fail(`nobody can be asked at ${url}: ${code}`, AT, 'start what is to be measured, or say where it runs');
  const moved = location === undefined || !URL.canParse(location, url) ? undefined : new URL(location, url);
  if (moved !== undefined && moved.origin !== url && `${moved.pathname}${moved.search}` === asked.path) fail(`${url} sends clients to ${plainly(moved.origin)}: redirects are all that would be measured`, AT, `name that address: --url ${plainly(moved.origin)}`);
}

interface Answer {
  readonly code?: string;
  readonly location?: string | undefined;
}

/** What became of one request: the code of an error, or where its answer leads. */
function answerOf(url: string, { method, path, headers }: Prepared, timeout: number): Promise<Answer> {
  const { protocol, hostname } = new URL(url);
  return new Promise((settle) => {
    const asking = (protocol === 'https:' ? overHttps : overHttp)(url, { method, path, headers, agent: false, rejectUnauthorized: !isLoopback(hostname) }, (response) => {
      const { statusCode = 0, headers: { location } } = response;
      settle(statusCode >= 300 && statusCode < 400 ? { location } : {});
      response.destroy();
    });
    const timer = setTimeout(() => asking.destroy(Object.assign(new Error('timeout'), { code: asking.socket?.connecting === true ? 'ETIMEDOUT' : 'timeout' })), timeout);
    asking.on('close', () => clearTimeout(timer));
    asking.on('error', (error: NodeJS.ErrnoException) => settle({ code: error.code ?? error.name }));
    asking.end();
  });
}

/** Whether an error says that there is no such server, or none that speaks TLS as it should; what may pass, such as a connection that was closed, is none. */
const isNoConnection = (code: string): boolean => /^(?:E(?:CONNREFUSED|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|ADDRNOTAVAIL|TIMEDOUT|PROTO)|ERR_(?:TLS|SSL)_.*|.*(?:CERT|SELF_SIGNED|SIGNATURE).*)$/.test(code);
