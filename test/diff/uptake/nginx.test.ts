import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { accepts, freePort, startServer } from '../../servers/child.ts';
import { describeWith } from '../../servers/describe-with.ts';
import { makeSandbox } from '../../servers/sandbox.ts';
import { requireTool } from '../../servers/tools.ts';
import { edited, sideOf, stepsBetween } from './sides.ts';

interface Conf { readonly key?: string; readonly size?: string; readonly levels?: string; readonly answer: string }

/** One request in a minute, of which a second one is refused while nginx remembers the first. */
const conf = (folder: string, port: number, { key = '$binary_remote_addr', size = '1m', levels = '1:2', answer }: Conf): string => `
pid ${folder}/nginx.pid;
error_log stderr notice;
events {}
http {
    access_log off;
    client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
    limit_req_zone ${key} zone=clients:${size} rate=1r/m;
    proxy_cache_path ${folder}/cache levels=${levels} keys_zone=pages:1m;
    server {
        listen 127.0.0.1:${port};
        location = /answer { return 200 ${answer}; }
        location = / { root ${folder}; index page; limit_req zone=clients; }
        location = /page { internal; root ${folder}; }
    }
}
`;

const TAKEN = 'exited with code 0';

describeWith('what nginx does on a reload is what gen diff says of it', ['nginx', 'nginx-1.28'], () => {
  it.each(['nginx', 'nginx-1.28'] as const)('%s', async (tool) => {
    const sandbox = makeSandbox('reload');
    const port = await freePort();
    sandbox.write('page', 'page');
    const text = (one: Conf): string => conf(sandbox.folder, port, one);
    const file = sandbox.write('nginx.conf', text({ answer: 'first' }));
    const server = await startServer({ command: requireTool(tool).path, args: ['-e', 'stderr', '-p', `${sandbox.folder}/`, '-c', file, '-g', 'daemon off;'], sandbox, stopSignal: 'SIGTERM', ready: () => accepts(port) });
    // An old worker closes the connections that it kept: each request has one of its own.
    const get = async (path: string) => { const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } }); return { status: answer.status, text: await answer.text() }; };
    /** Until the old worker has gone, or nginx has said what it does not like. */
    const reload = async (one: Conf, until: string): Promise<void> => {
      const earlier = server.log().length;
      writeFileSync(file, text(one));
      server.signal('SIGHUP');
      for (const deadline = Date.now() + 20_000; !server.log().slice(earlier).includes(until); await sleep(50)) if (Date.now() > deadline) throw new Error(server.log());
      expect((await get('/answer')).text).toBe(until === TAKEN ? one.answer : 'third');
    };
    try {
      expect([(await get('/')).status, (await get('/')).status]).toEqual([200, 503]);

      await reload({ answer: 'second' }, TAKEN);
      expect((await get('/')).status, 'a zone of the same size is taken over').toBe(503);
      expect(await said(text({ answer: 'first' }), text({ answer: 'second' }))).toMatchObject({ action: 'reload', message: expect.not.stringContaining('empty') as string });

      await reload({ answer: 'third', size: '2m' }, TAKEN);
      expect((await get('/')).status, 'a zone of another size begins empty').toBe(200);
      expect(await said(text({ answer: 'second' }), text({ answer: 'third', size: '2m' }))).toMatchObject({ action: 'reload', message: expect.stringContaining('clients has another size and begins empty') as string });

      for (const [other, what] of [[{ key: '$http_host' }, 'the key of clients'], [{ levels: '1' }, 'the key of pages']] as const) {
        const refused = { answer: 'fourth', size: '2m', ...other };
        await reload(refused, '[emerg]');
        expect(await said(text({ answer: 'third', size: '2m' }), text(refused))).toMatchObject({ action: 'restart', message: expect.stringContaining(what) as string });
      }
    } finally {
      await server.stop();
      sandbox.remove();
    }
  });
});

async function said(before: string, after: string) {
  const side = await sideOf('small');
  const [was, is] = [before, after].map((text) => edited(side, 'nginx/nginx.conf', () => text));
  return was === undefined || is === undefined ? undefined : stepsBetween(was, is).find(({ environment, component }) => environment === 'anywhere' && component === 'proxy');
}
