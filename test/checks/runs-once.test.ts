import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { machineEntries } from '../../src/commands/validate/machine.ts';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';

/** `check message` of what is found in a Compose file, on a machine of one gigabyte. */
const found = (text: string, files: Readonly<Record<string, string>> = {}): readonly string[] =>
  readTree(treeOf({ 'docker-compose.yml': text, ...files }), { entries: machineEntries('1cpu/1GiB') }).stacks
    .flatMap(({ stack }) => check(stack).findings.map(({ check: id, severity, message }) => `${severity} ${id}: ${message}`));
const naming = (id: string, findings: readonly string[]): readonly string[] => findings.filter((finding) => finding.includes(` ${id}: `));

const MANIFEST = { 'api/Dockerfile': 'FROM node:24.1\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n', 'api/package.json': '{"dependencies":{"pg":"8.13.0"}}' };
const LIMITS = 'deploy: { resources: { limits: { cpus: "0.4", memory: 400m } } }';
const stack = (condition: string): string => `services:
  migrate:
    build: api
    command: node migrate.js
    environment: { DATABASE_URL: "postgres://shop@db/shop" }
    ${LIMITS}
  api:
    build: api
    environment: { DATABASE_URL: "postgres://shop@db/shop" }
    depends_on: { migrate: { condition: ${condition} } }
    ${LIMITS}
  db:
    image: postgres:17.5
    command: postgres -c max_connections=15
    deploy: { resources: { limits: { cpus: "0.3", memory: 300m } } }
`;

describe('a container that others wait for until it has ended', () => {
  it('gives back what it uses', () => {
    const waiting = found(stack('service_completed_successfully'), MANIFEST);
    for (const id of ['limits-exceed-machine', 'cpu-limits-exceed-machine', 'connections-exceed-max']) expect(naming(id, waiting)).toEqual([]);
  });

  it('counts like any other where it is only started first', () => {
    const beside = found(stack('service_started'), MANIFEST);
    expect(naming('limits-exceed-machine', beside)).toHaveLength(1);
    expect(naming('cpu-limits-exceed-machine', beside)).toHaveLength(1);
    expect(naming('connections-exceed-max', beside)).toEqual(['warning connections-exceed-max: migrate may open 1 process x 10 = 10 connections, api may open 1 process x 10 = 10 connections: together 20 connections; the database accepts 12']);
  });
});

describe('a build whose folder is not there', () => {
  const api = (more: string): readonly string[] => naming('file-missing', found(`services:\n  api:\n    build: api\n${more}`));

  it('ends the start without an image, and is only said beside one that may be pulled', () => {
    expect(api('')).toEqual(['error file-missing: api is not there to be built from']);
    expect(api('    image: shop/api:1.4\n')).toEqual(['note file-missing: api is not there to be built from: the image must be there to be pulled']);
  });

  it('chooses no tag, even outside of what was given', () => {
    expect(naming('image-not-pinned', found('services:\n  api:\n    build: ../api\n    image: shop-api\n'))).toEqual([]);
    expect(naming('image-not-pinned', found('services:\n  api:\n    image: shop-api\n'))).toHaveLength(1);
  });
});
