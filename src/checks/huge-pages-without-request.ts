import { defineCheck } from '../model/check.ts';
import { own, present, structure } from '../model/input.ts';
import { entriesIn } from '../model/lookup.ts';
import { isExternal } from '../model/stack.ts';
import { GiB, MiB } from '../model/value.ts';
import { hugepages } from '../settings/found.ts';
import * as pg from '../settings/postgres.ts';
import { inMiB } from './words.ts';

/** Huge pages that PostgreSQL insists on, against those that its container is given. */
export const hugePagesWithoutRequest = defineCheck({
  id: 'huge-pages-without-request',
  severity: 'warning',
  confidence: 'likely',
  on: ['postgres'],
  when: (stack, component) => !isExternal(stack, component),
  reads: {
    pages: own(pg.huge_pages), shared: own(pg.shared_buffers), given: present(hugepages), stated: present(pg.huge_pages),
    kubernetes: structure((stack, component) => entriesIn(stack, component).some((entry) => entry.setting.kind === 'kubernetes')),
  },
  broken: (v) => {
    if (v.pages === 'off' || v.stated === undefined) return undefined;
    if (v.given !== undefined && v.given > 0) {
      return v.pages === 'on' && v.given < v.shared ? [{ message: `huge_pages is on; shared_buffers of ${inMiB(v.shared)} do not fit the ${inMiB(v.given)} of huge pages`, severity: 'error', confidence: 'certain' }] : undefined;
    }
    if (v.pages === 'on') return `huge_pages is on, for shared_buffers of ${inMiB(v.shared)}; ${v.kubernetes ? 'the pod requests no huge pages' : 'no file gives the container any'}`;
    return v.kubernetes ? [{ message: `huge_pages is try, for shared_buffers of ${inMiB(v.shared)}; the pod requests no huge pages`, severity: 'note' }] : undefined;
  },
  why: 'With on and without pages PostgreSQL does not start. With try, on a node that has pages which the pod may not use, it is killed by SIGBUS when it touches them.',
  fix: 'request hugepages-2Mi for the pod (or reserve vm.nr_hugepages on the host), or set huge_pages = off.',
  source: 'measured: huge_pages=on without pages is FATAL at start; docker-library/postgres#451, CloudNativePG#428',
  examples: {
    holds: [{ pages: 'off', shared: 4 * GiB, given: undefined, stated: 'off', kubernetes: true }, { pages: 'try', shared: 128 * MiB, given: undefined, stated: undefined, kubernetes: true }, { pages: 'on', shared: GiB, given: 2 * GiB, stated: 'on', kubernetes: true }],
    breaks: [{ pages: 'on', shared: 4 * GiB, given: undefined, stated: 'on', kubernetes: false }, { pages: 'on', shared: 4 * GiB, given: 2 * GiB, stated: 'on', kubernetes: true }],
  },
});
