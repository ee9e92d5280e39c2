import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { expect, it } from 'vitest';
import { example, rendered } from './stack.ts';

const path = join(example, 'Dockerfile');
const text = readFileSync(path, 'utf8');

it('makes the image that the rendered stack runs: its Node, its user, its command', () => {
  const { services } = parse(readFileSync(join(rendered, 'docker-compose.yml'), 'utf8'));
  const plan = JSON.parse(readFileSync(join(rendered, 'plan.json'), 'utf8')) as { entries: { id: string; value: unknown }[] };
  const version = plan.entries.find(({ id }) => id === 'api.component.version')?.value;
  expect(new Set([...text.matchAll(/^FROM (\S+)/gm)].map(([, from]) => from))).toEqual(new Set([`node:${String(version)}-bookworm-slim`]));
  expect(/^USER (\S+)$/m.exec(text)?.[1]).toBe(services.api.user);
  expect(join(rendered, services.api.build.context, services.api.build.dockerfile)).toBe(path);
  expect(/^CMD (.+)$/m.exec(text)?.[1]).toBe('["node", "server.mjs"]');
});

it('takes nothing into the image but what it names', () => {
  const [everything, ...kept] = readFileSync(`${path}.dockerignore`, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(everything).toBe('*');
  expect(kept.filter((line) => /secret|out|\.git/.test(line))).toEqual([]);
});
