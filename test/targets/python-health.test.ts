import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { utimesSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BEGUN, beating, healthOf } from '../../src/targets/python/health.ts';
import { run } from '../servers/child.ts';
import { describeWith } from '../servers/describe-with.ts';
import { makeSandbox, type Sandbox } from '../servers/sandbox.ts';
import { requireTool } from '../servers/tools.ts';
import { componentOf, planOf } from './profile-stack.ts';

const WORKER = planOf({
  components: [{ name: 'proxy', kind: 'nginx' }, { name: 'api', kind: 'gunicorn' }, { name: 'worker', kind: 'python' }, { name: 'db', kind: 'postgres' }],
  links: [{ from: 'proxy', to: 'api' }, { from: 'api', to: 'db' }, { from: 'worker', to: 'db' }],
  settings: { 'worker.component.command': ['python', '-m', 'worker'], 'worker.python.heartbeat_timeout': 90_000 },
});

async function ends([, ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  return (await run(requireTool('python3').path, args, { env })).code;
}

describeWith('health of a Python application, asked by Python itself', 'python3', () => {
  let server: Server;
  let sandbox: Sandbox;
  let status = 200;
  const asked: string[] = [];
  beforeAll(async () => {
    sandbox = makeSandbox('heartbeat');
    server = createServer((request, response) => { asked.push(request.url ?? ''); response.writeHead(status).end(); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  });
  afterAll(() => { server.close(); sandbox.remove(); });

  it('is its readiness over HTTP, whatever proxy the environment names', async () => {
    const env = { PORT: String((server.address() as AddressInfo).port), http_proxy: 'http://127.0.0.1:1' };
    const words = healthOf(WORKER, componentOf(WORKER, 'api'));
    status = 200;
    expect(await ends(words, env)).toBe(0);
    status = 503;
    expect(await ends(words, env)).toBe(1);
    expect(await ends(words, { ...env, PORT: '1' })).toBe(1);
    expect(asked).toEqual(['/readyz', '/readyz']);
  });

  it('is the age of a heartbeat where it answers nothing', async () => {
    const words = healthOf(WORKER, componentOf(WORKER, 'worker'));
    expect(words).toEqual(beating('90'));
    const none = { HEARTBEAT_FILE: `${sandbox.folder}/none` };
    expect([await ends(words, none), await ends(BEGUN, none)]).toEqual([1, 1]);
    const file = sandbox.write('heartbeat', '');
    expect([await ends(words, { HEARTBEAT_FILE: file }), await ends(BEGUN, { HEARTBEAT_FILE: file })]).toEqual([0, 0]);
    const old = Date.now() / 1000 - 100;
    utimesSync(file, old, old);
    expect([await ends(words, { HEARTBEAT_FILE: file }), await ends(BEGUN, { HEARTBEAT_FILE: file })]).toEqual([1, 0]);
  });
});
