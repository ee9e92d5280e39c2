import { defineCheck } from '../model/check.ts';
import { own, structure } from '../model/input.ts';
import { fronts, proxies } from '../model/who.ts';
import * as node from '../settings/node.ts';

/** How long a client may take to send its request, where nothing in front takes it in first. */
export const slowBodyUnlimited = defineCheck({
  id: 'slow-body-unlimited',
  severity: 'warning',
  confidence: 'certain',
  on: ['node'],
  reads: { timeout: own(node.request_timeout), front: structure((stack, component) => proxies(stack, component).length + fronts(stack, component).length > 0) },
  broken: (v) => (v.timeout === 0 && !v.front ? 'a request may take for ever to arrive, and nothing in front takes it in' : undefined),
  why: 'A few clients that send a byte now and then hold all connections (slowloris).',
  fix: 'set requestTimeout to a minute or less, or put a proxy in front that buffers requests.',
  source: 'nodejs.org, server.requestTimeout; Fastify sets it to 0',
  examples: { holds: [{ timeout: 60_000, front: false }, { timeout: 0, front: true }], breaks: [{ timeout: 0, front: false }] },
});
