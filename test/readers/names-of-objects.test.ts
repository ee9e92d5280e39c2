import { describe, expect, it } from 'vitest';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';
import { validate } from '../../src/validate.ts';

/** Names that every object of JavaScript has: a table that is asked for them must not answer. */
const NAMES = ['constructor', 'toString', 'hasOwnProperty', '__proto__'];

describe.each(NAMES)('the name %s', (name) => {
  it.each([
    ['a kind', { 'kustomization.yaml': 'resources: [a.yaml]\nlabels: [{ pairs: { a: b }, includeTemplates: true, includeSelectors: true }]\n', 'a.yaml': `apiVersion: apps/v1\nkind: ${name}\nmetadata: { name: x, labels: { a: b } }\nspec: { template: { spec: { containers: [{ name: a, image: a }] } } }\n` }],
    ['a service', { 'docker-compose.yml': `services:\n  ${name}: { image: "node:${name}", environment: { ${name}: "${name}://x" } }\n` }],
    ['a parameter', { 'docker-compose.yml': `services:\n  db: { image: "postgres:16", command: [postgres, -c, ${name}=1], volumes: ["./a.sql:/docker-entrypoint-initdb.d/a.sql"] }\n`, 'a.sql': `ALTER ROLE app SET ${name} = 1;\n` }],
    ['a directive', { 'nginx.conf': `http { ${name} 1; server { ${name} on; } ${name} { a b; } }\n`, 'redis.conf': `${name} 1\n`, 'pgbouncer.ini': `[pgbouncer]\n${name} = 1\n` }],
  ])('is taken as any other of %s', (_, files) => {
    const tree = treeOf(files);
    const { stacks } = readTree(tree);
    const entries = stacks.flatMap(({ stack }) => [...stack.entries.values()]);
    expect(entries.filter(({ value }) => typeof value === 'function' || (typeof value === 'object' && !Array.isArray(value)))).toEqual([]);
    for (const { findings } of validate(tree, stacks, { severity: 'note' }).stacks) for (const { message } of findings) expect(message).not.toContain('native code');
  });
});
