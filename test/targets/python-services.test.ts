import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';
import { composeTarget } from '../../src/targets/compose.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { load } from '../load/workspace.ts';
import { at, list, readManifests, workloadsOf, type Json, type Manifest } from './kubernetes-read.ts';

const PROFILE = `name: shop
machine: { cpu: 8, memory: 16GiB }
components:
  - { name: proxy, links: [web, api, admin] }
  - { name: web, links: [api], routes: [{ path: / }] }
  - { name: api, kind: gunicorn, links: [db, queue, documents], routes: [{ path: /api }] }
  - { name: admin, kind: uvicorn, version: 0.54.0, links: [db], routes: [{ path: /admin }] }
  - { name: worker, kind: python, command: [python, -m, worker], links: [db, queue] }
  - { name: db }
  - { name: queue }
  - { name: documents, kind: mongodb, external: "mongo.example.com:27018" }
settings: { admin.uvicorn.limit_max_requests: 5000, admin.uvicorn.limit_max_requests_jitter: 900, worker.python.heartbeat_timeout: 90s, api.kubernetes.hpa_memory_utilization: 80 }
`;

const planOf = (profile: string): Stack => size(load({ 'shop.yaml': profile }));
const composeOf = async (profile: string): Promise<any> => parse((await composeTarget.render(planOf(profile)))[0]?.text ?? '');

describe('Python and Next.js in docker-compose.yml', () => {
  it('start gunicorn by its file, uvicorn by its flags, a worker by its command', async () => {
    const { services } = await composeOf(PROFILE);
    expect(services.api.command).toEqual(['gunicorn', '--config', '/app/gunicorn.conf.py']);
    expect(services.admin.command.slice(0, 4)).toEqual(['uvicorn', 'app:app', '--host=0.0.0.0', '--port=8000']);
    expect(services.admin.command).toEqual(expect.arrayContaining(['--limit-max-requests=5000', '--limit-max-requests-jitter=900', '--proxy-headers', '--no-server-header']));
    expect(services.worker.command).toEqual(['python', '-m', 'worker']);
    expect(services.web).not.toHaveProperty('command');
  });

  it('leave out the flag that an older uvicorn does not know', async () => {
    const { services } = await composeOf(PROFILE.replace('version: 0.54.0', 'version: 0.30.6').replace(' admin.uvicorn.limit_max_requests_jitter: 900,', ''));
    expect(services.admin.command.join(' ')).toContain('--limit-max-requests=5000');
    expect(services.admin.command.join(' ')).not.toContain('jitter');
  });

  it('give each number of a command its reason', async () => {
    expect((await composeTarget.render(planOf(PROFILE)))[0]?.text).toMatch(/# The usual port of uvicorn\.\n {6}- --port=8000\n/);
  });

  it('say where servers are, elsewhere too, and that a worker has no port', async () => {
    const { services } = await composeOf(PROFILE);
    expect(services.api.environment).toMatchObject({ DB_HOST: expect.any(String), KAFKA_BOOTSTRAP_SERVERS: 'queue:9092', MONGO_HOST: 'mongo.example.com', MONGO_PORT: 27018, PORT: 8000 });
    expect(services.web.environment).toMatchObject({ API_URL: 'http://api:8000', HOSTNAME: '0.0.0.0', PORT: 3000 });
    expect(services.worker.environment).toMatchObject({ HEARTBEAT_FILE: '/tmp/heartbeat' });
    expect(services.worker.environment).not.toHaveProperty('PORT');
  });

  it('keep in memory what they write', async () => {
    const { services } = await composeOf(PROFILE);
    const folders = (name: string): readonly string[] => services[name].tmpfs.map((entry: string) => entry.split(':')[0]);
    expect([folders('api'), folders('web')]).toEqual([['/run/prometheus', '/tmp'], ['/app/.next/cache', '/tmp']]);
    expect([services.api.shm_size, services.admin.shm_size]).toEqual(['16m', undefined]);
  });

  it('say how there are more of them, and what builds them', async () => {
    const text = (await composeTarget.render(planOf(PROFILE)))[0]?.text ?? '';
    expect(text).toContain('docker compose up --detach --scale web=<number>;');
    expect(text).toContain('# api/Dockerfile builds the image of api.');
    const stated = (await composeTarget.render(planOf(PROFILE.replace('kind: gunicorn,', 'kind: gunicorn, image: "shop:1",'))))[0]?.text ?? '';
    expect(stated).not.toContain('builds the image of api');
  });

  it('promise no scaling that an older nginx would not notice', async () => {
    expect((await composeTarget.render(planOf(PROFILE.replace('{ name: proxy,', '{ name: proxy, version: "1.26",'))))[0]?.text).not.toContain('--scale');
  });
});

describe('Python and Next.js in Kubernetes', () => {
  const manifests = async (): Promise<readonly Manifest[]> => readManifests(await kubernetesTarget.render(planOf(PROFILE)));
  const containerOf = async (name: string): Promise<Json | undefined> => workloadsOf(await manifests()).find((workload) => workload.name === name)?.container;

  it('ask a worker for its heartbeat, and give it no Service', async () => {
    const container = await containerOf('worker');
    expect(list(container, 'livenessProbe', 'exec', 'command')).toEqual(['python3', '-c', "import os,sys,time;sys.exit(time.time()-os.stat(os.environ['HEARTBEAT_FILE']).st_mtime>90)"]);
    expect(list(container, 'readinessProbe', 'exec', 'command')).toEqual(['python3', '-c', "import os;os.stat(os.environ['HEARTBEAT_FILE'])"]);
    expect((await manifests()).filter(({ kind, name }) => kind === 'Service' && name === 'worker')).toEqual([]);
    expect(list(container, 'ports').map((port) => [at(port, 'name'), at(port, 'containerPort')])).toEqual([['metrics', 9090]]);
    expect(at(container, 'lifecycle')).toBeUndefined();
  });

  it('go on answering until no list of endpoints names them', async () => {
    for (const name of ['api', 'admin']) expect(list(await containerOf(name), 'lifecycle', 'preStop', 'exec', 'command'), name).toEqual(['sleep', '10']);
  });

  it('mount memory at what they write, within the limit', async () => {
    const api = workloadsOf(await manifests()).find(({ name }) => name === 'api');
    const empty = list(api?.pod, 'volumes').filter((volume) => at(volume, 'emptyDir') !== undefined);
    expect(empty.map((volume) => [at(volume, 'name'), at(volume, 'emptyDir', 'medium')])).toEqual([['shm', 'Memory'], ['tmp', 'Memory']]);
    expect(list(api?.container, 'volumeMounts').filter((mount) => ['shm', 'tmp'].includes(String(at(mount, 'name')))).map((mount) => at(mount, 'mountPath'))).toEqual(['/dev/shm', '/run/prometheus', '/tmp']);
  });

  it('add pods for memory only where the plan says at what share', async () => {
    const metrics = (await manifests()).filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ name, data }) => [name, list(data, 'spec', 'metrics').map((metric) => at(metric, 'resource', 'name'))]);
    expect(Object.fromEntries(metrics)).toMatchObject({ api: ['cpu', 'memory'], web: ['cpu'] });
  });

  it('let a frontend in at its API, and nobody at a worker but who watches it', async () => {
    const policy = (name: string) => async () => (await manifests()).find((manifest) => manifest.kind === 'NetworkPolicy' && manifest.name === name)?.data;
    const peers = async (name: string) => list(await policy(name)(), 'spec', 'ingress').flatMap((rule) => list(rule, 'from')).map((peer) => at(peer, 'podSelector', 'matchLabels', 'app.kubernetes.io/instance') ?? at(peer, 'namespaceSelector', 'matchLabels', 'kubernetes.io/metadata.name'));
    expect(await peers('api')).toEqual(['proxy', 'web', 'monitoring']);
    expect(await peers('worker')).toEqual(['monitoring']);
  });
});
