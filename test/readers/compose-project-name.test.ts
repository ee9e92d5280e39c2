import { expect, it } from 'vitest';
import { treeOf } from '../../src/model/source.ts';
import { readCompose } from '../../src/readers/compose.ts';

const named = (heads: Readonly<Record<string, string>>, env = '') => {
  const service = (head: string): string => `${head}services:\n  app:\n    image: app:1\n    command: ask http://\${COMPOSE_PROJECT_NAME}-web-1:80\n`;
  const files = Object.fromEntries(Object.entries(heads).map(([path, head]) => [path, service(head)]));
  const { containers, facts } = readCompose(treeOf({ ...files, ...(env === '' ? {} : { '.env': env }) }), Object.keys(heads), {});
  return [containers.flatMap(({ command }) => command.map(({ text }) => text)).at(-1), facts.unread.length];
};

it('knows the name that a project gives itself', () => {
  expect(named({ 'compose.yml': 'name: shop\n' })).toEqual(['http://shop-web-1:80', 0]);
  expect(named({ 'compose.yml': 'name: "shop" # ours\n' })).toEqual(['http://shop-web-1:80', 0]);
});

it('takes that of the last file, and the environment before both', () => {
  expect(named({ 'compose.yml': 'name: shop\n', 'compose.override.yml': 'name: other\n' })).toEqual(['http://other-web-1:80', 0]);
  expect(named({ 'compose.yml': 'name: shop\n' }, 'COMPOSE_PROJECT_NAME=staging\n')).toEqual(['http://staging-web-1:80', 0]);
});

it('says that it does not know one that is not stated', () => {
  expect(named({ 'compose.yml': '' })[1]).toBe(1);
});
