import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applicationStarts } from '../../src/bench/applications.ts';
import { loadProfile } from '../../src/load.ts';
import { builtInDirectory } from '../../src/package.ts';
import { size } from '../../src/size.ts';
import { freshFolder } from '../cli/folder.ts';

const DOCKERFILE = 'FROM node:24 AS build\nCMD ["no"]\nFROM node:24\nWORKDIR /app\nCMD ["node", "server.mjs"]\n';

/** A folder with a profile and files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = freshFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const planIn = (cwd: string) => size(loadProfile({ profile: './shop.yaml', sets: [], builtInDirectory, cwd }));
const profile = (component: string): string => `extends: small\nname: shop\ncomponents: [{ name: api, ${component} }]\n`;

describe('an application', () => {
  it('is started as the Dockerfile of its build says, in its folder, migrated first', () => {
    const cwd = folderWith({ 'shop.yaml': profile('build: { context: ../../api }, migrate: [node, migrate.mjs]'), 'api/Dockerfile': DOCKERFILE });
    expect(applicationStarts(planIn(cwd), {}, cwd)).toEqual({ api: { command: ['node', 'server.mjs'], cwd: join(cwd, 'api'), migrate: ['node', 'migrate.mjs'] } });
  });

  it('is started as was said', () => {
    const cwd = folderWith({ 'shop.yaml': profile('image: "registry.example.com/shop:1"'), 'mine/app.mjs': '' });
    expect(applicationStarts(planIn(cwd), { command: "node app.mjs --name 'a b'", folder: 'mine' }, cwd)).toEqual({ api: { command: ['node', 'app.mjs', '--name', 'a b'], cwd: join(cwd, 'mine') } });
    expect(applicationStarts(planIn(cwd), { command: 'node app.mjs' }, cwd)).toMatchObject({ api: { cwd } });
  });

  it('of which nothing is known, or too little, is refused', () => {
    const image = folderWith({ 'shop.yaml': profile('image: "registry.example.com/shop:1"') });
    expect(() => applicationStarts(planIn(image), {}, image)).toThrow(/nothing says how api is started: its profile names an image, and no build/);
    const absent = folderWith({ 'shop.yaml': profile('build: { context: ../../api }') });
    expect(() => applicationStarts(planIn(absent), {}, absent)).toThrow(/api is built from api\/Dockerfile, which is not there/);
    const shell = folderWith({ 'shop.yaml': profile('build: { context: ../../api }'), 'api/Dockerfile': 'FROM node:24\nCMD node server.js\n' });
    expect(() => applicationStarts(planIn(shell), {}, shell)).toThrow(/api\/Dockerfile has no CMD of the form/);
  });

  it('of several is not the one that --app means', () => {
    const cwd = folderWith({ 'shop.yaml': 'extends: small\nname: shop\ncomponents: [{ name: api }, { name: admin, kind: node, routes: [{ path: /admin }], links: [db] }, { name: proxy, links: [api, admin] }]\n' });
    expect(() => applicationStarts(planIn(cwd), { command: 'node app.mjs' }, cwd)).toThrow(/--app says how one application is started; shop has 2 applications/);
  });
});
