import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { accepts, freePort, startServer } from '../../servers/child.ts';
import { describeWith } from '../../servers/describe-with.ts';
import { makeSandbox } from '../../servers/sandbox.ts';
import { gunicornVersions, pythonPath, requireTool } from '../../servers/tools.ts';
import { edited, sideOf, stepsBetween } from './sides.ts';

const APP = `
import os
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getppid()} {os.getpid()}".encode()]
`;

describeWith('gunicorn takes its file up on SIGHUP, as gen diff says', ['python', 'gunicorn'], () => {
  it.each([gunicornVersions[0], gunicornVersions.at(-1) ?? ''])('%s: new workers, the same master', async (version) => {
    const sandbox = makeSandbox('gunicorn');
    const port = await freePort();
    sandbox.write('main.py', APP);
    const conf = (workers: number): string => `bind = "127.0.0.1:${port}"\nworkers = ${workers}\ngraceful_timeout = 2\n`;
    const file = sandbox.write('gunicorn.conf.py', conf(1));
    const server = await startServer({
      command: requireTool('python').path, args: ['-m', 'gunicorn', '--config', file, '--chdir', sandbox.folder, 'main:app'], 
      // Python tells a file from its compiled form by size and second: a change of one digit within one second would not be seen.
      env: { PYTHONPATH: pythonPath('gunicorn', version), PYTHONDONTWRITEBYTECODE: '1', HOME: sandbox.folder }, sandbox, stopSignal: 'SIGTERM', ready: () => accepts(port),
    });
    const ask = async (): Promise<readonly string[]> => (await (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })).text()).split(' ');
    try {
      const [master, worker] = await ask();
      writeFileSync(file, conf(2));
      server.signal('SIGHUP');
      const workers = new Set<string>();
      for (const deadline = Date.now() + 20_000; workers.size < 2; await sleep(20)) {
        if (Date.now() > deadline) throw new Error(server.log());
        const [parent, own] = await ask().catch(() => []);
        if (parent !== undefined) expect(parent).toBe(master);
        if (own !== undefined && own !== worker) workers.add(own);
      }
      expect(workers).not.toContain(worker);
    } finally {
      await server.stop();
      sandbox.remove();
    }
  });

  it('says so of gunicorn.conf.py, and that settings are read by a new process alone', async () => {
    const side = await sideOf(fileURLToPath(new URL('../../servers/python/wsgi.yaml', import.meta.url)));
    const stepOf = (file: string) => stepsBetween(side, edited(side, file, (text) => `${text}\nx = 1\n`)).filter(({ environment }) => environment === 'anywhere').map(({ component, action }) => [component, action]);
    expect(stepOf('python/gunicorn.conf.py')).toEqual([['api', 'reload']]);
    expect(stepOf('python/settings.py')).toEqual([['api', 'restart']]);
  });
});
