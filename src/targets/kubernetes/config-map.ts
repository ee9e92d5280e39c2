import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { sha256 } from '../../formats/sha256.ts';
import type { Entry } from '../../model/entry.ts';
import { perStack } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { add } from './plain-object.ts';
import { STATED_AT } from '../reason.ts';
import type { ConfigFile, Server } from './server.ts';

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
  const data = Object.fromEntries(files.map((file) => [file.key, settled(plan, file)]));
  const hash = sha256(JSON.stringify(data)).slice(0, DIGITS);
  const name = `${component.name}-${hash}`;
  add(chart, k8s.KubeConfigMap, { metadata: { name }, data, immutable: true });
  return name;
}

/** The text of a file that does not change when only lines of the profile move. Most files tell no line: they are what the other targets render too. */
function settled(plan: Stack, file: ConfigFile): string {
  const text = file.render(plan);
  return text.includes(STATED_AT) ? file.render(withoutLines(plan)) : text;
}

/** The plan with stated values said to be from their file, not from a line of it: a line that moves must not restart a database. */
export const withoutLines = perStack((plan): Stack => ({ ...plan, entries: new Map([...plan.entries].map(([id, entry]) => [id, withoutLine(entry)])) }));

const withoutLine = (entry: Entry): Entry =>
  entry.origin.from === 'stated' ? { ...entry, origin: { from: 'stated', at: { file: entry.origin.at.file, line: 0, column: 0 } } } : entry;
