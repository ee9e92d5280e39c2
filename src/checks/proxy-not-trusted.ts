import { defineCheck } from '../model/check.ts';
import { byKind, chosen, mapped, own, present, type Input } from '../model/input.ts';
import { fronts, proxies, PYTHON_SERVERS } from '../model/who.ts';
import { entryOf } from '../model/lookup.ts';
import { beside } from '../settings/found.ts';
import * as gunicorn from '../settings/gunicorn.ts';
import * as node from '../settings/node.ts';
import * as uvicorn from '../settings/uvicorn.ts';

/** Whose X-Forwarded headers are believed; `undefined` where only code could say so. */
const believed: Input<string | undefined> = byKind({
  node: mapped(present(node.trust_proxy), (hops) => (hops === undefined ? undefined : hops === 0 ? 'nobody' : `${hops} proxies`)),
  gunicorn: own(gunicorn.forwarded_allow_ips),
  uvicorn: own(uvicorn.forwarded_allow_ips),
});

/** Only the process's own host is believed: a proxy in another container is not. */
const onlyLocal = (value: string): boolean => value === 'nobody' || value === '' || value.split(',').every((address) => ['127.0.0.1', '::1', 'localhost'].includes(address.trim()));

/** Whether the application believes the proxy in front of it. */
export const proxyNotTrusted = defineCheck({
  id: 'proxy-not-trusted',
  severity: 'warning',
  confidence: 'likely',
  grouped: true,
  on: ['node', ...PYTHON_SERVERS],
  // A proxy in the same pod comes from the loopback, which is believed.
  when: (stack, component) => [...proxies(stack, component), ...fronts(stack, component)].some(({ name }) => entryOf(stack, component, beside, name) === undefined),
  reads: { believed, stated: chosen(believed) },
  broken: (v) => (v.believed !== undefined && onlyLocal(v.believed) ? [{ message: `the application believes X-Forwarded headers of ${v.believed} only, and the proxy is elsewhere`, ...(v.stated ? {} : { severity: 'note' } as const) }] : undefined),
  why: 'It sees the proxy as the client of every request: limits per address hit everybody at once, logs and redirects to https are wrong.',
  fix: 'trust exactly the proxies in front: forwarded_allow_ips of gunicorn and uvicorn, trust proxy of Express, trustProxy of Fastify.',
  source: 'gunicorn manual, forwarded_allow_ips; expressjs.com, behind proxies',
  examples: {
    holds: [{ believed: '*', stated: true }, { believed: '1 proxies', stated: true }, { believed: undefined, stated: false }, { believed: '10.0.0.0/8', stated: true }],
    breaks: [{ believed: '127.0.0.1,::1', stated: false }, { believed: 'nobody', stated: true }],
  },
});
