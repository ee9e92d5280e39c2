import { decide, type Rule } from '../../model/rule.ts';
import * as c from '../../settings/component.ts';
import * as node from '../../settings/node.ts';

const SOURCE = 'nextjs.org, self-hosting: node server.js of the standalone output';
const ON = ['next'];

/** What a frontend of Next.js is told beside what Node is told. */
export const nextRules: readonly Rule[] = [
  decide(node.workers, 1, 'The standalone server of Next.js is one process: replicas are how it grows.', SOURCE, ON),
  decide(c.cpu_workers, 1, 'One process uses one core, however many its container has.', SOURCE, ON),
];
