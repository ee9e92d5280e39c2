import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/model/value.ts';
import { treeOf } from '../../src/model/source.ts';
import { gunicornReader } from '../../src/readers/inside/gunicorn.ts';
import { containerOf, factsOf, placeOf, valuesOf, type Said } from './container.ts';

const read = (said: Said) => factsOf(gunicornReader, said);
const withCores = (said: Said, cores: number) => gunicornReader.read(containerOf(said), { tree: treeOf({}), cores });
const python = (text: string) => ({ command: ['gunicorn', 'app:app'], files: { '/app/gunicorn.conf.py': text } });

describe('gunicorn', () => {
  it('reads flags in every spelling, each in its place', () => {
    const facts = read({ command: ['gunicorn', 'app:app', '-w', '4', '--threads=8', '-k', 'gthread', '-b0.0.0.0:8000', '--keep-alive', '75', '-t', '60', '--graceful-timeout=30', '--max-requests', '1000', '--preload'] });
    expect(valuesOf(facts)).toMatchObject({
      'gunicorn.workers': 4, 'gunicorn.threads': 8, 'gunicorn.worker_class': 'gthread', 'gunicorn.bind': '0.0.0.0:8000', 'gunicorn.keepalive': 75 * SECOND, 'gunicorn.timeout': 60 * SECOND, 'gunicorn.graceful_timeout': 30 * SECOND,
      'gunicorn.max_requests': 1000, 'gunicorn.preload_app': true, 'container.listens[8000]': true, 'component.port': 8000,
    });
    expect(placeOf(facts, 'gunicorn.workers')).toBe('docker-compose.yml:6:4');
    expect(placeOf(facts, 'gunicorn.threads')).toBe('docker-compose.yml:6:15');
  });

  it('reads its variables, and lets the command line win', () => {
    const environment = { GUNICORN_CMD_ARGS: '--workers 2 --timeout=10', WEB_CONCURRENCY: '9', PORT: '5000', FORWARDED_ALLOW_IPS: '*' };
    expect(valuesOf(read({ command: ['gunicorn', 'app'], environment }))).toMatchObject({ 'gunicorn.workers': 2, 'gunicorn.timeout': 10 * SECOND, 'gunicorn.bind': '0.0.0.0:5000', 'gunicorn.forwarded_allow_ips': '*', 'container.listens[5000]': true });
    expect(valuesOf(read({ command: ['gunicorn', '-w', '3', 'app'], environment }))['gunicorn.workers']).toBe(3);
    expect(valuesOf(read({ command: ['gunicorn', 'app'], environment: { WEB_CONCURRENCY: '9' } }))['gunicorn.workers']).toBe(9);
  });

  it('finds it behind shells, wrappers and python -m', () => {
    for (const command of [['sh', '-c', 'python manage.py migrate && exec gunicorn -w 4 shop.wsgi'], ['python', '-m', 'gunicorn', '-w', '4', 'app'], ['./wait-for-it.sh', 'db:5432', '--', 'gunicorn', '-w', '4', 'app'], ['poetry', 'run', 'gunicorn', '-w', '4', 'app'], ['/docker-entrypoint.sh', 'gunicorn', '-w', '4', 'app']]) {
      expect(gunicornReader.recognises(containerOf({ command })), command.join(' ')).toBe(true);
      expect(valuesOf(read({ command }))['gunicorn.workers']).toBe(4);
    }
    expect(gunicornReader.recognises(containerOf({ command: ['sh', '-c', 'pip install gunicorn'] }))).toBe(false);
  });

  it('reads the script that starts it', () => {
    const files = { '/app/start.sh': '#!/bin/sh\nset -e\npython manage.py migrate\nexec gunicorn shop.wsgi \\\n  --workers ${GUNICORN_WORKERS:-5} --bind "0.0.0.0:8000"\n' };
    const facts = read({ command: ['/app/start.sh'], files });
    expect(valuesOf(facts)).toMatchObject({ 'gunicorn.workers': 5, 'container.listens[8000]': true });
    expect(placeOf(facts, 'gunicorn.workers')).toBe('app/start.sh:5:13');
    expect(valuesOf(read({ command: ['/app/start.sh'], files, environment: { GUNICORN_WORKERS: '7' } }))['gunicorn.workers']).toBe(7);
  });

  it('does not choose between the ways of a script', () => {
    const files = { '/app/start.sh': 'if [ "$ENV" = dev ]; then\n  gunicorn app -b 0.0.0.0:80 --reload -w 1\nelse\n  exec gunicorn app -b 0.0.0.0:80 -w 8\nfi\n' };
    const facts = read({ command: ['/app/start.sh'], files });
    expect(facts.unread).toEqual([expect.objectContaining({ id: 'db.gunicorn.workers', because: 'a script starts it in several ways' })]);
    expect(valuesOf(facts)).toMatchObject({ 'container.listens[80]': true });
    expect(valuesOf(facts)['gunicorn.workers']).toBeUndefined();
  });

  it('reads gunicorn.conf.py without running it', () => {
    const facts = withCores(python('import multiprocessing\nbind = "0.0.0.0:8000"\nworkers = min(multiprocessing.cpu_count() * 6, 24)\nkeepalive = 75\n'), 4);
    expect(valuesOf(facts)).toMatchObject({ 'gunicorn.workers': 24, 'gunicorn.keepalive': 75 * SECOND, 'container.host_count': 'workers = min(multiprocessing.cpu_count() * 6, 24)', 'container.listens[8000]': true });
    expect(placeOf(facts, 'gunicorn.workers')).toBe('app/gunicorn.conf.py:3:11');
  });

  it('says what it cannot know, and lets no default count instead', () => {
    const facts = read(python('import multiprocessing\nworkers = multiprocessing.cpu_count() * 2 + 1\nif True:\n    timeout = 5\nthreads = choose()\n'));
    expect(facts.unread.map(({ id, because }) => [id, because])).toEqual(expect.arrayContaining([
      ['db.gunicorn.workers', 'it follows the cores of the host, and no machine is named'], ['db.gunicorn.timeout', 'it is assigned under a condition in line 4'], ['db.gunicorn.threads', 'choose() is not run'],
    ]));
    expect(valuesOf(facts)['container.host_count']).toBe('workers = multiprocessing.cpu_count() * 2 + 1');
    const missing = read({ command: ['gunicorn', '-c', '/etc/gunicorn.py', '-w', '2', 'app'] });
    expect(missing.unread.map(({ id }) => id)).toContain('db.gunicorn.timeout');
    expect(missing.unread.map(({ id }) => id)).not.toContain('db.gunicorn.workers');
    expect(read({ command: ['sh', '-c', 'gunicorn -w $(nproc) app'] }).unread[0]?.because).toBe('$(nproc) is not run');
    expect(read({ command: ['sh', '-c', 'gunicorn -w ${WORKERS} app'] }).unread[0]).toMatchObject({ id: 'db.gunicorn.workers', because: '${WORKERS} is not set' });
  });

  it('tells where a broken file is broken', () => {
    expect(read(python('workers = (1 +\n')).problems[0]).toMatchObject({ at: { file: 'app/gunicorn.conf.py' } });
  });

  it('knows the images that prepare it', () => {
    const facts = withCores({ image: 'tiangolo/uvicorn-gunicorn-fastapi:python3.11', environment: { WORKERS_PER_CORE: '0.5', MAX_WORKERS: '3' } }, 8);
    expect(valuesOf(facts)).toMatchObject({ 'gunicorn.workers': 3, 'gunicorn.worker_class': 'uvicorn.workers.UvicornWorker', 'gunicorn.timeout': 120 * SECOND });
  });

  it('listens for nobody else on the loopback or a socket', () => {
    for (const bind of ['127.0.0.1:8000', 'unix:/run/app.sock', 'localhost:80']) expect(Object.keys(valuesOf(read({ command: ['gunicorn', '-b', bind, 'app'] }))).filter((id) => id.startsWith('container.listens'))).toEqual([]);
  });
});
