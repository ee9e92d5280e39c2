import { expect, it } from 'vitest';
import { entryOf } from '../../src/model/lookup.ts';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';
import * as pg from '../../src/settings/postgres.ts';

const compose = (user: string): string => `services:
  api:
    image: node:22
    command: node server.js
    environment:
      ${user}
      DB_HOST: db
      DATABASE_URL: postgres://shop:pw@db:5432/shop
  jobs:
    image: node:22
    command: node jobs.js
    environment:
      DATABASE_URL: postgres://jobs:pw@db:5432/shop
  db:
    image: postgres:16
    command: postgres -c lock_timeout=3s
    volumes:
      - ./roles.sql:/docker-entrypoint-initdb.d/roles.sql
`;

it('what is set for a role holds for the client that logs in as it', () => {
  const { stacks } = readTree(treeOf({ 'docker-compose.yml': compose('DB_USER: shop'), 'roles.sql': "ALTER ROLE shop SET statement_timeout = '9s';\nALTER ROLE jobs SET lock_timeout = '1min';" }));
  const stack = stacks[0]?.stack;
  if (stack === undefined) throw new Error('no stack');
  const value = (setting: typeof pg.statement_timeout, client: string): number | undefined => entryOf(stack, { name: 'db' }, setting, client)?.value;
  expect([value(pg.statement_timeout, 'api'), value(pg.lock_timeout, 'api'), value(pg.statement_timeout, 'jobs'), value(pg.lock_timeout, 'jobs')]).toEqual([9000, 3000, undefined, 60_000]);
});
