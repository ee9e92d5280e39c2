import type { Finding } from '../../src/model/check.ts';
import { statedEntry, type Position } from '../../src/model/entry.ts';
import type { Stack } from '../../src/model/stack.ts';
import type { Validation } from '../../src/reporters/validation/validation.ts';
import * as container from '../../src/settings/container.ts';
import * as node from '../../src/settings/node.ts';

const COMPOSE = 'shop/docker-compose.yml';
const at = (line: number, column: number, file = COMPOSE): Position => ({ file, line, column });

/** A heap that is too large, with a side in each of two files. */
export const heap: Finding = {
  check: 'heap-exceeds-limit', severity: 'error', confidence: 'certain', component: 'api', at: at(7, 16),
  message: '1 processes x (256 MiB heap) = 307 MiB; the container has 256 MiB',
  entries: [
    statedEntry('api', node.max_old_space_size, 256 * 1024 ** 2, at(7, 16), { text: '--max-old-space-size=256' }),
    statedEntry('api', container.memory_limit, 256 * 1024 ** 2, at(2, 12, 'shop/limits.yml'), { text: 'mem_limit: 256m' }),
  ],
  why: 'The kernel kills the process.', fix: 'lower the heap.',
};

/** What nearly everybody does, twice. */
export const unpinned: readonly Finding[] = [5, 9].map((line): Finding => ({
  check: 'image-not-pinned', severity: 'note', confidence: 'certain', component: 'api', at: at(line, 5), grouped: true,
  message: 'the image has no tag', entries: [], why: 'It changes without notice.', fix: 'name a version.',
}));

const stack: Stack = {
  name: COMPOSE,
  components: [{ name: 'api', kind: 'node', at: at(4, 3) }, { name: 'db', kind: 'postgres', at: at(12, 3) }],
  links: [{ from: 'api', to: 'db' }], routes: [], entries: new Map(),
  unread: [{ component: 'api', what: 'DB_POOL_SIZE', because: '${POOL} is not set', at: at(8, 7) }],
};

/** A validation with one of everything. */
export const example: Validation = {
  stacks: [{
    stack, files: [COMPOSE, 'shop/limits.yml'], problems: [{ at: at(20, 1), message: 'a tab cannot indent YAML', hint: 'use spaces' }],
    findings: [heap, ...unpinned],
    suppressed: [{ finding: { ...heap, message: 'silenced', component: 'web' }, by: { ids: ['heap-exceeds-limit'], reason: 'the limit is soft', at: at(6, 3), line: 7 } }],
    notJudged: [{ check: 'limits-exceed-machine', component: 'machine', missing: 'machine.memory' }], judged: 12, ran: ['heap-exceeds-limit', 'image-not-pinned', 'limits-exceed-machine'],
  }],
  findings: [{ check: 'suppression-unused', severity: 'note', confidence: 'certain', component: '', message: 'there is no keepalive-race here to suppress', entries: [], at: at(3, 3), why: 'It hides.', fix: 'take the comment out.' }],
  unread: [{ what: 'charts/Chart.yaml', because: 'a Helm chart is a template' }],
  problems: [],
  tools: [{ tool: 'nginx', outcome: 'absent', because: 'not found' }],
};

/** The same with texts that would steer a terminal, break a format or tell a secret. */
export const hostile: Validation = {
  ...example,
  stacks: example.stacks.map((judged) => ({
    ...judged,
    findings: [{ ...heap, message: 'evil \u001b[31m\u202e ]]> & <b> | `x` %0A ::error:: postgres://app:hunter2@db/x', at: { file: 'a,b:c%\n<&".yml', line: 1, column: 2 } }],
  })),
};
