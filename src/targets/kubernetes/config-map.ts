import { createHash } from 'node:crypto';
import type { Chart } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-27';
import type { Entry } from '../../model/entry.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { Server } from './server.ts';

/** Enough of the hash that two contents never share it. */
const DIGITS = 10;

/**
 * Adds the component's configuration and gives its name, or `undefined` where it has none. The name
 * carries a hash of the content: a change makes a new one, which rolls the pods, and a rollback
 * finds the old one.
 */
export function addConfigMap(chart: Chart, plan: Stack, component: Component, server: Server): string | undefined {
  const files = [...(server.config ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (files.length === 0) return undefined;
  const data = Object.fromEntries(files.map((file) => [file.key, file.render(plan)]));
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, DIGITS);
  const name = `${component.name}-${hash}`;
  new ConfigMap(chart, 'config', { metadata: { name }, data, immutable: true });
  return name;
}

/** The plan with stated values said to be from their file, not from a line of it: a line that moves must not restart a database. */
export const withoutLines = (plan: Stack): Stack => ({ ...plan, entries: new Map([...plan.entries].map(([id, entry]) => [id, withoutLine(entry)])) });

const withoutLine = (entry: Entry): Entry =>
  entry.origin.from === 'stated' ? { ...entry, origin: { from: 'stated', at: { file: entry.origin.at.file, line: 0, column: 0 } } } : entry;
