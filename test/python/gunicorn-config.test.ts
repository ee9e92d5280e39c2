import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { valueOf } from '../../src/model/lookup.ts';
import type { Setting } from '../../src/model/setting.ts';
import type { Stack } from '../../src/model/stack.ts';
import { SECOND, type Value } from '../../src/model/value.ts';
import { atLeast } from '../../src/model/version.ts';
import * as gunicorn from '../../src/settings/gunicorn.ts';
import { renderGunicornConfig } from '../../src/targets/python.ts';
import { describeWith } from '../servers/describe-with.ts';
import { gunicornVersions, pythonPath } from '../servers/tools.ts';
import { componentOf } from '../targets/profile-stack.ts';
import { FLASK, planOf, withSettings } from './plans.ts';
import { rendered, runIn, type Rendered } from './rendered.ts';

/** Worker classes, what states them, and the version that has them. */
const CLASSES: Readonly<Record<string, readonly [since: string, settings: Readonly<Record<string, Value>>]>> = {
  sync: ['20', { 'api.gunicorn.worker_class': 'sync', 'api.gunicorn.threads': 1 }],
  gthread: ['20', {}],
  uvicorn: ['20', { 'api.component.interface': 'asgi', 'api.gunicorn.worker_class': 'uvicorn_worker.UvicornWorker', 'api.uvicorn.limit_concurrency': 70 }],
  asgi: ['24', { 'api.component.interface': 'asgi', 'api.gunicorn.worker_class': 'asgi' }],
  gevent: ['20', { 'api.gunicorn.worker_class': 'gevent', 'api.gunicorn.worker_connections': 300 }],
};

/** What gunicorn understands of one configuration after the other, asked through its own classes; gevent comes last, since it changes Python itself. */
const ask = (files: readonly string[]): string => `import sys
from gunicorn.app.wsgiapp import WSGIApplication
told = {}
for name in ${JSON.stringify(files)}:
    sys.argv = ["gunicorn", "--config", f"{name}.conf.py"]
    cfg = WSGIApplication().cfg
    told[name] = {key: setting.value for key, setting in cfg.settings.items() if isinstance(setting.value, (str, int, bool, list))}
    told[name]["class"] = cfg.worker_class.__name__
    told[name]["kwargs"] = getattr(cfg.worker_class, "CONFIG_KWARGS", {})
print(json.dumps(told))`;

/** The values of the file itself. */
const READ = 'import runpy\nprint(json.dumps({name: value for name, value in runpy.run_path("gunicorn.conf.py").items() if isinstance(value, (str, int))}))';

/** Which files are left when worker 7 has ended, and nothing may be imported any more. */
const ENDED = `import os, runpy, sys, tempfile, types
os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder = tempfile.mkdtemp()
for pid in (7, 8):
    open(os.path.join(folder, f"gauge_livesum_{pid}.db"), "w").close()
child_exit = runpy.run_path("gunicorn.conf.py")["child_exit"]

class Nothing:
    def find_spec(self, name, path=None, target=None):
        raise AssertionError(f"imports {name}")

sys.meta_path.insert(0, Nothing())
sys.modules.pop("prometheus_client.multiprocess", None)
child_exit(None, types.SimpleNamespace(pid=7))
print(json.dumps(sorted(os.listdir(folder))))`;

/** Settings that hold in every class, as gunicorn counts them. */
const WHOLE: readonly Setting<number>[] = [gunicorn.workers, gunicorn.max_requests, gunicorn.max_requests_jitter, gunicorn.backlog, gunicorn.limit_request_line, gunicorn.limit_request_fields, gunicorn.limit_request_field_size];
const TIMES: readonly Setting<number>[] = [gunicorn.timeout, gunicorn.graceful_timeout];
const TEXTS: readonly Setting[] = [gunicorn.wsgi_app, gunicorn.preload_app, gunicorn.worker_tmp_dir];
const LISTS: readonly Setting<string>[] = [gunicorn.forwarded_allow_ips];

/** What a class alone makes of it. */
const TOLD: Readonly<Record<string, object>> = {
  sync: { class: 'SyncWorker' }, gthread: { class: 'ThreadWorker', threads: 4 }, gevent: { class: 'GeventWorker', worker_connections: 300 },
  uvicorn: { class: 'UvicornWorker', kwargs: { limit_concurrency: 70 } }, asgi: { class: 'ASGIWorker' },
};

function expected(plan: Stack): Readonly<Record<string, unknown>> {
  const api = componentOf(plan, 'api');
  const known = <T extends Value>(settings: readonly Setting<T>[], spell: (value: T) => unknown) =>
    settings.flatMap((setting) => {
      const value = valueOf(plan, api, setting);
      return value === undefined ? [] : [[setting.name, spell(value)] as const];
    });
  return Object.fromEntries([...known(WHOLE, (value) => value), ...known(TIMES, (value) => value / SECOND), ...known(TEXTS, (value) => value), ...known(LISTS, (value) => value.split(','))]);
}

describeWith('the rendered gunicorn.conf.py', ['python', 'gunicorn'], () => {
  it.each(gunicornVersions)('gunicorn %s understands what the plan says, with each class that it has', (version) => {
    const plans = Object.entries(CLASSES).filter(([, [since]]) => atLeast(version, since)).map(([name, [, settings]]) => [name, planOf(withSettings(FLASK, { 'api.component.version': version, ...settings }))] as const);
    const files = rendered(planOf(FLASK));
    try {
      for (const [name, plan] of plans) writeFileSync(join(files.folder, `${name}.conf.py`), renderGunicornConfig(plan, componentOf(plan, 'api')));
      const told = files.evaluate(ask(plans.map(([name]) => name)), { PYTHONPATH: pythonPath('gunicorn', version) });
      expect(told).toMatchObject(Object.fromEntries(plans.map(([name, plan]) => [name, { ...expected(plan), bind: ['0.0.0.0:8000'], ...TOLD[name] }])));
      if (atLeast(version, '25.1')) expect(told).toMatchObject(Object.fromEntries(plans.map(([name]) => [name, { control_socket_disable: true }])));
    } finally {
      files.remove();
    }
  });

  it('imports nothing when a worker ends: gunicorn below 24 says so inside a signal handler', () => {
    const files = rendered(planOf(FLASK));
    try {
      expect(files.evaluate(ENDED)).toEqual(['gauge_livesum_8.db']);
    } finally {
      files.remove();
    }
  });

  describe('the environment', () => {
    let files: Rendered;
    beforeAll(() => { files = rendered(planOf(FLASK)); });
    afterAll(() => files.remove());

    it.each([
      [{ WORKERS: '1' }, { workers: 1 }], [{ WEB_CONCURRENCY: '1', WORKERS: '2' }, { workers: 1 }], [{ WORKERS: '1', THREADS: '8' }, { workers: 1, threads: 8 }],
      [{ HOST: '127.0.0.2', PORT: '8123' }, { bind: '127.0.0.2:8123' }], [{ LOG_LEVEL: 'debug' }, { loglevel: 'debug' }], [{ TIMEOUT: '7' }, { timeout: 7 }],
      [{ WORKERS: '', PORT: '' }, { workers: 2, bind: '0.0.0.0:8000' }], [{ WORKERS: '3', OVER_PLAN: 'allow' }, { workers: 3 }],
    ])('%j gives %j', (env, told) => {
      expect(files.evaluate(READ, env)).toMatchObject(told);
    });

    it.each([
      [{ WORKERS: 'auto' }, "ValueError: WORKERS: expected a whole number of at least 1, found 'auto'"],
      [{ WORKERS: '0' }, "ValueError: WORKERS: expected a whole number of at least 1, found '0'"],
      [{ WORKERS: '3' }, 'ValueError: WORKERS = 3, but the plan has 2: memory and connections of the database are for no more workers. Lower it, render another plan, or set OVER_PLAN=allow.'],
      [{ THREADS: '5' }, 'ValueError: THREADS: 2 workers x 5 threads = 10, but the plan has 8: everything around it expects no more requests at once. Lower it, render another plan, or set OVER_PLAN=allow.'],
      [{ TIMEOUT: '3600' }, /^ValueError: TIMEOUT = 3600, but the plan has \d+: what stands in front waits no longer\./],
      [{ PORT: '70000' }, "ValueError: PORT: expected the number of a port, found '70000'"],
    ])('%j ends the start', (env, message) => {
      expect(files.refused(`import json\n${READ}`, env)).toMatch(message);
    });

    it('is checked by gunicorn itself', () => {
      const { status, stderr } = runIn(files.folder, ['-m', 'gunicorn', '--config', 'gunicorn.conf.py', '--check-config']);
      expect([status, stderr]).toEqual([0, '']);
      writeFileSync(join(files.folder, 'app.py'), 'raise SystemExit("no")\n');
      expect(runIn(files.folder, ['-m', 'gunicorn', '--config', 'gunicorn.conf.py', '--check-config']).status).not.toBe(0);
    });
  });
});
