import { afterAll, expect, it } from 'vitest';
import { checkCompose } from '../compose.ts';
import { describeWith } from '../describe-with.ts';
import { makeSandbox } from '../sandbox.ts';

const good = `
name: shop
services:
  api:
    image: node:22.1
    environment: { PORT: "\${PORT}" }
    depends_on: { db: { condition: service_healthy } }
    volumes: [ "./server:/srv:ro" ]
    deploy: { resources: { limits: { cpus: "0.5", memory: 256M } } }
  db:
    image: postgres:17.2
    secrets: [ password ]
    healthcheck: { test: [ CMD, pg_isready ] }
secrets:
  password: { file: secrets/password }
`;

describeWith('the harness of Compose', 'compose-check', () => {
  const folders: (() => void)[] = [];
  afterAll(() => { for (const remove of folders) remove(); });

  async function check(compose: string, env = 'PORT=3000\n') {
    const sandbox = makeSandbox('compose');
    folders.push(sandbox.remove);
    sandbox.write('docker-compose.yml', compose);
    sandbox.write('.env', env);
    sandbox.write('server/index.mjs', '');
    return checkCompose(sandbox.folder);
  }

  it('accepts a good file and names what is not there', async () => {
    expect(await check(good)).toEqual({ errors: [], warnings: [], missing: ['secrets/password'], services: ['api', 'db'] });
  });

  const refused: readonly (readonly [what: string, compose: string, message: RegExp])[] = [
    ['an unknown key', good.replace('image: node:22.1', 'image: node:22.1\n    memory: 1G'), /services.api.memory false schema/],
    ['a service that is not there', good.replace('{ db: {', '{ database: {'), /depends on undefined service "?database"?/],
    ['a value of the wrong kind', good.replace('256M', '[1]'), /memory/],
    ['a secret that nobody declares', good.replace('[ password ]', '[ passwort ]'), /undefined secret passwort/],
    ['two limits that differ', good.replace('image: node:22.1', 'image: node:22.1\n    mem_limit: 1G'), /mem_limit/],
    ['what is not YAML', `${good}\n  - x: [`, /yaml|line \d+/i],
  ];
  it.each(refused)('refuses %s', async (_, compose, message) => {
    expect((await check(compose)).errors.join()).toMatch(message);
  });

  it('warns of a variable that is not set', async () => {
    expect((await check(good, '')).warnings).toEqual([expect.stringContaining('"PORT" variable is not set')]);
  });
});
