import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { FASTAPI, FLASK, planOf, withSettings, WORKER } from './plans.ts';
import { rendered, runIn, type Rendered } from './rendered.ts';

const PLANS = {
  'Flask': [FLASK, 'api'],
  'FastAPI behind a pooler, with every kind of server': [FASTAPI, 'api'],
  'FastAPI under uvicorn alone': [{ ...FASTAPI, components: FASTAPI.components?.map((component) => (component.name === 'api' ? { name: 'api', kind: 'uvicorn' } : component)) ?? [], settings: { 'mongo.component.external': 'mongo.example.com:27017' } }, 'api'],
  'gevent without a place for heartbeats': [withSettings(FLASK, { 'api.gunicorn.worker_class': 'gevent' }), 'api'],
  'a worker': [WORKER, 'worker'],
} as const;

describeWith('rendered Python', ['python', 'mypy', 'ruff'], () => {
  const known = mkdtempSync(join(tmpdir(), 'plumbline-mypy-'));
  afterAll(() => rmSync(known, { recursive: true }));

  describe.each(Object.entries(PLANS))('of %s', (_, [said, name]) => {
    let files: Rendered;
    beforeAll(() => { files = rendered(planOf(said), name); });
    afterAll(() => files.remove());

    it('is typed strictly', () => {
      const { stdout, status } = runIn(files.folder, ['--strict', '--ignore-missing-imports', '--cache-dir', known, 'settings.py', 'serving.py', ...(name === 'api' && said.components?.find((each) => each.name === 'api')?.kind === 'gunicorn' ? ['gunicorn.conf.py'] : [])], {}, 'mypy');
      expect([status, stdout]).toEqual([0, expect.stringMatching(/^Success/)]);
    });

    it.each(['py39', 'py311'])('has no finding of ruff for %s', (target) => {
      const { stdout, status } = runIn(files.folder, ['check', '--no-cache', '--target-version', target, 'settings.py', 'serving.py'], {}, 'ruff');
      expect([status, stdout]).toEqual([0, expect.stringContaining('All checks passed!')]);
    });
  });
});
