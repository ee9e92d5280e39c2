import { describe, expect, it } from 'vitest';
import { size } from '../../src/size.ts';
import { imageTarget } from '../../src/targets/image.ts';
import { load } from '../load/workspace.ts';

const MACHINE = 'name: shop\nmachine: { cpu: 4, memory: 8GiB }\n';
const ONE = `${MACHINE}components: [{ name: proxy }, { name: api, kind: gunicorn, version: 23.0.0 }, { name: db }]\n`;
const SEVERAL = `${MACHINE}components:
  - { name: proxy, links: [web, api] }
  - { name: web, links: [api], routes: [{ path: / }] }
  - { name: api, kind: uvicorn, app: "shop:api", links: [db], routes: [{ path: /api }] }
  - { name: worker, kind: python, version: "3.12", command: [python, -m, worker], links: [db] }
  - { name: db }
`;

const rendered = async (profile: string, sets: readonly string[] = []): Promise<ReadonlyMap<string, string>> =>
  new Map((await imageTarget.render(size(load({ 'shop.yaml': profile }, sets)))).map(({ path, text }) => [path, text]));

/** The instructions of a Dockerfile, comments left out and continued lines joined. */
const instructions = (text = ''): readonly string[] => text.replaceAll(/^#.*\n/gm, '').replaceAll(/\\\n\s*/g, '').split('\n').filter((line) => line !== '');

describe('the image of an application', () => {
  it('is built in one stage and run in another, which has no compiler and no root', async () => {
    expect(instructions((await rendered(ONE)).get('python/Dockerfile'))).toEqual([
      'FROM python:3.13-bookworm AS build',
      'WORKDIR /app',
      'RUN python -m venv /venv',
      'ENV PATH=/venv/bin:$PATH',
      'COPY requirements.txt .',
      'RUN pip install --no-cache-dir --requirement requirements.txt',
      'FROM python:3.13-slim-bookworm',
      'ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/app PYTHONUNBUFFERED=1',
      'WORKDIR /app',
      'COPY --from=build /venv /venv',
      'COPY . .',
      'USER 10001:10001',
      'ENV PORT=8000',
      'EXPOSE 8000',
      'STOPSIGNAL SIGTERM',
      `HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["python3", "-c", "import os,urllib.request as r;r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:'+os.environ['PORT']+'/readyz')"]`,
      'CMD ["gunicorn", "--config", "/app/gunicorn.conf.py"]',
    ]);
  });

  it('says for which version of the server its files are written', async () => {
    expect((await rendered(ONE)).get('python/Dockerfile')).toContain('# gunicorn.conf.py is written for gunicorn 23.0.0: let requirements.txt name it.\n');
  });

  it('lies in a folder of its own where there are several, with what it is built without beside it', async () => {
    const files = await rendered(SEVERAL);
    expect([...files.keys()]).toEqual(['next/Dockerfile', 'next/Dockerfile.dockerignore', 'api/Dockerfile', 'api/Dockerfile.dockerignore', 'worker/Dockerfile', 'worker/Dockerfile.dockerignore']);
    for (const [path, text] of files) if (path.endsWith('.dockerignore')) expect(text.split('\n'), path).toEqual(expect.arrayContaining(['**/secrets', '**/.env*', '**/.git']));
  });

  it('starts an ASGI server with its flags, and says why', async () => {
    const api = (await rendered(SEVERAL)).get('api/Dockerfile');
    expect(instructions(api).at(-1)).toMatch(/^CMD \["uvicorn", "shop:api", "--host=0\.0\.0\.0", "--port=8000", "--workers=\d+", /);
    expect(api).toContain('# --port=8000: The usual port of uvicorn.\n');
  });

  it('asks a worker for its heartbeat, and opens no port', async () => {
    const worker = instructions((await rendered(SEVERAL)).get('worker/Dockerfile'));
    expect(worker).toContain('FROM python:3.12-slim-bookworm');
    expect(worker).toContain('ENV HEARTBEAT_FILE=/tmp/heartbeat');
    expect(worker.filter((line) => /EXPOSE|PORT/.test(line))).toEqual([]);
    expect(worker.at(-1)).toBe('CMD ["python", "-m", "worker"]');
  });

  it('holds of a frontend its standalone server alone', async () => {
    const web = instructions((await rendered(SEVERAL)).get('next/Dockerfile'));
    expect(web.filter((line) => /^(?:FROM|COPY --from|CMD)/.test(line))).toEqual([
      'FROM node:24-bookworm AS build',
      'FROM node:24-bookworm-slim',
      'COPY --from=build /app/.next/standalone ./',
      'COPY --from=build /app/.next/static ./.next/static',
      'COPY --from=build /app/public ./public',
      'CMD ["node", "server.js"]',
    ]);
  });

  it('may stand on Alpine where the profile says so', async () => {
    const files = await rendered(ONE, ['api.component.base_image=python:3.13-alpine3.22']);
    expect(instructions(files.get('python/Dockerfile')).filter((line) => line.startsWith('FROM'))).toEqual(['FROM python:3.13-alpine3.22 AS build', 'FROM python:3.13-alpine3.22']);
  });
});
