import { defineCheck, type Breach } from '../model/check.ts';
import { showPosition, type Entry } from '../model/entry.ts';
import { structure } from '../model/input.ts';
import { perStack, repeated } from '../model/lookup.ts';
import { plainly } from '../model/quote.ts';
import { missing } from '../settings/found.ts';
import type { Component, Stack } from '../model/stack.ts';
import { EVERY_KIND } from './kinds.ts';
import { isComposed } from './wiring.ts';

/** A path that is not there, for every component that names it. */
interface Absent {
  readonly path: string;
  readonly use: string;
  readonly entries?: readonly Entry[];
}

/** Every path that is not there, with the entries that name it in the order of components. */
const absent = perStack((stack) => {
  const all = new Map<string, Entry[]>();
  for (const entry of stack.components.flatMap((component) => repeated(stack, component, missing))) {
    const key = `${entry.value} ${entry.subject ?? ''}`;
    all.set(key, [...(all.get(key) ?? []), entry]);
  }
  return all;
});

/** What a component is the first to name. */
const firstNamed = (stack: Stack, component: Component): readonly Absent[] => repeated(stack, component, missing).flatMap(({ subject = '', value }) => {
  const same = absent(stack).get(`${value} ${subject}`) ?? [];
  if (same[0]?.component !== component.name) return [];
  const places = new Map(same.map((entry) => [entry.origin.from === 'stated' ? showPosition(entry.origin.at) : '', entry]));
  return [{ path: subject, use: value, entries: [...places.values()] }];
});

/** What becomes of it, by what the file is for. */
const THEN: Readonly<Record<string, string>> = {
  bind: 'is not there to be mounted: Docker makes a folder of that name',
  build: 'is not there to be built from',
  env_file: 'is not there to be read for variables',
  config: 'is not there to be mounted as a config',
  include: 'is not there to be included',
  extends: 'is not there to be extended',
};

/** Files that are commonly kept out of a repository on purpose: whoever deploys makes them. */
const isKeptOut = (path: string): boolean => /(?:^|\/)\.env(?:\.[^/]*)?$|(?:^|\/)\.?secrets?\//.test(path);

/** Files and folders that are named, against those that there are. */
export const fileMissing = defineCheck({
  id: 'file-missing',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => isComposed(stack, component) || repeated(stack, component, missing).length > 0,
  reads: { paths: structure(firstNamed) },
  broken: ({ paths }) => paths.flatMap(({ path: named, use, entries = [] }): readonly Breach[] => {
    const path = plainly(named, 120);
    if (use === 'secret') return isKeptOut(named) ? [] : [{ message: `${path} is not there: it shall hold a secret`, entries, severity: 'note', confidence: 'likely' }];
    if (use === 'build or pull') return [{ message: `${path} is not there to be built from: the image must be there to be pulled`, entries, severity: 'note' }];
    const what = THEN[use] ?? 'is not there, though it is named';
    if (isKeptOut(named)) return [{ message: `${path} ${what}; it is to be made before the start`, entries, severity: 'warning', confidence: 'likely' }];
    return [{ message: `${path} ${what}`, entries }];
  }),
  why: 'Compose refuses to build or to start without the file; a mounted file that is missing becomes an empty folder, and the server that reads it does not start.',
  fix: 'add the file, or correct its path: it is relative to the folder of the Compose file.',
  source: 'docs.docker.com/engine/storage/bind-mounts: a missing source becomes a folder; Compose Specification: build (beside an image, Compose pulls first and builds what it cannot pull), env_file',
  examples: {
    holds: [{ paths: [] }, { paths: [{ path: 'secrets/db_password', use: 'secret' }] }],
    breaks: [{ paths: [{ path: 'nginx/nginx.conf', use: 'bind' }] }, { paths: [{ path: 'api', use: 'build' }] }, { paths: [{ path: 'api', use: 'build or pull' }] }, { paths: [{ path: '.env', use: 'env_file' }] }, { paths: [{ path: 'db/password.txt', use: 'secret' }] }],
  },
});
