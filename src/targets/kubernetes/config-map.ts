import { createHash } from 'node:crypto';
import type { Chart } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-27';
import type { Component } from '../../model/stack.ts';
import type { Server } from './server.ts';

/** Enough of the hash that two contents never share it. */
const DIGITS = 10;

/**
 * Adds the component's configuration and gives its name, or `undefined` where it has none. The name
 * carries a hash of the content: a change makes a new one, which rolls the pods, and a rollback
 * finds the old one.
 */
export function addConfigMap(chart: Chart, component: Component, server: Server): string | undefined {
  const files = [...(server.config ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (files.length === 0) return undefined;
  const data = Object.fromEntries(files.map((file) => [file.key, file.text]));
  const hash = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, DIGITS);
  const name = `${component.name}-${hash}`;
  new ConfigMap(chart, 'config', { metadata: { name }, data, immutable: true });
  return name;
}
