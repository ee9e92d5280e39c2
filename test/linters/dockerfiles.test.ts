import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { size } from '../../src/size.ts';
import { imageTarget } from '../../src/targets/image.ts';
import { load } from '../load/workspace.ts';
import { describeWith } from '../servers/describe-with.ts';
import { makeSandbox, type Sandbox } from '../servers/sandbox.ts';
import type { ToolId } from '../servers/tools.ts';
import { checkovDockerfile } from './checkov.ts';
import { shown, type Linter } from './finding.ts';
import { hadolint } from './hadolint.ts';

/** A stack of every kind whose image is rendered. */
const PROFILE = `name: shop
machine: { cpu: 8, memory: 16GiB }
components:
  - { name: proxy, links: [web, api, admin] }
  - { name: web, links: [api], routes: [{ path: / }] }
  - { name: api, kind: gunicorn, links: [db, queue], routes: [{ path: /api }] }
  - { name: admin, kind: uvicorn, links: [db], routes: [{ path: /admin }] }
  - { name: worker, kind: python, command: [python, -m, worker, "--name=a b"], links: [db, queue] }
  - { name: db }
  - { name: queue }
`;

/** What is done to all of them, and which check of each linter must see it. */
const SPOILED: readonly (readonly [change: (text: string) => string, seenBy: Readonly<Record<string, string>>])[] = [
  [(text) => text.replaceAll(/^FROM (?!build)(\S+):\S+/gm, 'FROM $1:latest'), { hadolint: 'DL3007', Checkov: 'CKV_DOCKER_7' }],
  [(text) => text.replaceAll(/^USER .*$/gm, 'USER root'), { hadolint: 'DL3002', Checkov: 'CKV_DOCKER_8' }],
  [(text) => text.replaceAll(/^HEALTHCHECK .*\\\n.*\n/gm, ''), { Checkov: 'CKV_DOCKER_2' }],
  [(text) => text.replaceAll(/^CMD \[.*\]$/gm, 'CMD gunicorn'), { hadolint: 'DL3025' }],
  [(text) => text.replaceAll('--no-cache-dir ', ''), { hadolint: 'DL3042' }],
];

const LINTERS: readonly (readonly [name: string, needs: ToolId, lint: Linter])[] = [['hadolint', 'hadolint', hadolint], ['Checkov', 'checkov', checkovDockerfile]];

let whole: Sandbox;
let spoiled: readonly Sandbox[];

async function rendered(change: (text: string) => string): Promise<Sandbox> {
  const sandbox = makeSandbox('dockerfiles');
  for (const { path, text } of await imageTarget.render(size(load({ 'shop.yaml': PROFILE })))) sandbox.write(join('shop', path), change(text));
  return sandbox;
}

beforeAll(async () => {
  whole = await rendered((text) => text);
  spoiled = await Promise.all(SPOILED.map(([change]) => rendered(change)));
});
afterAll(() => [whole, ...spoiled].forEach((sandbox) => sandbox.remove()));

for (const [name, needs, lint] of LINTERS) {
  describeWith(`${name} of Dockerfiles`, needs, () => {
    it('finds nothing', async () => expect((await lint(whole.folder)).map(shown)).toEqual([]));

    it('sees what is spoiled', async () => {
      for (const [i, [, seenBy]] of SPOILED.entries()) {
        const wanted = seenBy[name];
        if (wanted !== undefined) expect((await lint(spoiled[i]?.folder ?? '')).map(({ check }) => check), wanted).toContain(wanted);
      }
    });
  });
}
