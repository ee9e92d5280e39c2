import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';
import { askTools } from '../../src/validators/index.ts';
import type { ToolVerdict } from '../../src/validators/verdict.ts';
import { freshFolder } from '../cli/folder.ts';
import { describeWith } from '../servers/describe-with.ts';
import { requireTool, type ToolId } from '../servers/tools.ts';
import { schemasFor } from './kubernetes-schemas.ts';

const VARIABLES = ['PLUMBLINE_DOCKER', 'PLUMBLINE_GUNICORN', 'PLUMBLINE_KUBECONFORM', 'PLUMBLINE_KUBECONFORM_SCHEMAS', 'PLUMBLINE_PROMTOOL'];
afterEach(() => {
  for (const name of VARIABLES) delete process.env[name];
});

const use = (variable: string, id: ToolId): void => void (process.env[variable] = requireTool(id).path);

async function verdictsOf(tool: string, files: Readonly<Record<string, string>>, mode: 'auto' | 'require' = 'auto'): Promise<readonly ToolVerdict[]> {
  const tree = treeOf(files);
  return (await askTools(tree, readTree(tree).stacks, mode)).filter((verdict) => verdict.tool === tool);
}

const SERVICES = 'services:\n  web:\n    image: nginx:1.27\n';
const FAILED = (because: string, file: string, line: number, column: number) => ({ outcome: 'failed', because, at: { file, line, column } });

describeWith('docker compose config', 'docker-compose', () => {
  it.each<readonly [string, string, object]>([
    ['a project', SERVICES, { outcome: 'passed', subject: 'docker-compose.yml' }],
    ['variables with defaults', `${SERVICES}    ports: ["\${PORT:-80}:80"]\n`, { outcome: 'passed' }],
    ['an option that is unknown', `${SERVICES}    prots: ["80:80"]\n`, FAILED('services.web Additional property prots is not allowed', 'docker-compose.yml', 4, 5)],
    ['a value of the wrong type', `${SERVICES}    restart: 3\n`, FAILED('services.web.restart must be a string', 'docker-compose.yml', 4, 5)],
    ['a size', `${SERVICES}    mem_limit: 1x\n`, FAILED("error decoding 'services[web].mem_limit': invalid size: '1x'", 'docker-compose.yml', 4, 5)],
    ['a service that is not there', `${SERVICES}    depends_on:\n      - db\n`, FAILED('service "web" depends on undefined service "db"', 'docker-compose.yml', 5, 9)],
    ['a volume that is not there', `${SERVICES}    volumes: ["data:/x"]\n`, FAILED('service "web" refers to undefined volume data', 'docker-compose.yml', 4, 15)],
    ['variables that nothing sets', 'services:\n  web:\n    image: ${IMAGE}\n', { outcome: 'absent', because: 'it needs variables that nothing in the tree sets' }],
    ['an env file that git leaves out', `${SERVICES}    env_file: [.secrets]\n`, { outcome: 'absent', because: expect.stringContaining('.secrets not found') }],
    ['a project that lies elsewhere', `include: [https://github.com/a/b.git]\n${SERVICES}`, { outcome: 'absent', because: expect.stringContaining('remote resource is disabled') }],
  ])('of %s', async (_, text, expected) => {
    use('PLUMBLINE_DOCKER', 'docker-compose');
    expect(await verdictsOf('docker compose', { 'docker-compose.yml': text })).toMatchObject([expected]);
  });

  it('takes the files of a project together, its .env and what it extends', async () => {
    use('PLUMBLINE_DOCKER', 'docker-compose');
    const files = {
      'app/docker-compose.yml': 'services:\n  web:\n    image: "nginx:${TAG}"\n    extends: { file: ../base.yml, service: base }\n',
      'app/docker-compose.override.yml': 'services:\n  web:\n    depends_on: [nobody]\n', 'app/.env': 'TAG=1.27\n', 'base.yml': 'services:\n  base:\n    restart: always\n',
    };
    expect(await verdictsOf('docker compose', files)).toMatchObject([FAILED('service "web" depends on undefined service "nobody"', 'app/docker-compose.override.yml', 3, 18)]);
    expect(await verdictsOf('docker compose', { ...files, 'app/docker-compose.override.yml': 'services:\n  web:\n    restart: "no"\n' })).toMatchObject([{ outcome: 'passed' }]);
  });
});

describe('a docker without Compose', () => {
  it('is no answer', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'docker'), '#!/bin/sh\necho "docker: \'compose\' is not a docker command." >&2\nexit 1\n');
    chmodSync(join(folder, 'docker'), 0o755);
    chmodSync(folder, 0o777);
    process.env['PLUMBLINE_DOCKER'] = join(folder, 'docker');
    expect(await verdictsOf('docker compose', { 'docker-compose.yml': SERVICES })).toMatchObject([{ outcome: 'absent', because: "docker: 'compose' is not a docker command." }]);
  });
});

const SCRAPES = "global:\n  scrape_interval: 15s\nrule_files: [rules/*.yml]\nscrape_configs:\n  - job_name: web\n    scrape_interval: 5s\n    static_configs:\n      - targets: ['web:80']\n";
const RULES = 'groups:\n  - name: web\n    rules:\n      - alert: Down\n        expr: up == 0\n        for: 5m\n';

describeWith('promtool check', 'promtool', () => {
  it.each<readonly [string, string, string, object]>([
    ['a configuration', 'prometheus.yml', SCRAPES, { outcome: 'passed' }],
    ['a key that is unknown', 'prometheus.yml', SCRAPES.replace('scrape_interval: 5s', 'scrape_intervall: 5s'), FAILED('field scrape_intervall not found in type config.ScrapeConfig', 'monitoring/prometheus.yml', 6, 1)],
    ['a time', 'prometheus.yml', SCRAPES.replace('5s\n    static', '5x\n    static'), FAILED('unknown unit "x" in duration "5x"', 'monitoring/prometheus.yml', 6, 22)],
    ['rules', 'alerts.yml', RULES, { outcome: 'passed' }],
    ['rules in a folder', 'rules/web.yml', RULES, { outcome: 'passed' }],
    ['an expression', 'alert.rules.yml', RULES.replace('up == 0', 'sum(up'), FAILED(expect.stringContaining('unclosed left parenthesis'), 'monitoring/alert.rules.yml', 5, 15)],
  ])('of %s', async (_, name, text, expected) => {
    use('PLUMBLINE_PROMTOOL', 'promtool');
    expect(await verdictsOf('promtool', { 'docker-compose.yml': SERVICES, [`monitoring/${name}`]: text })).toMatchObject([{ subject: `monitoring/${name}`, ...expected }]);
  });
});

const workload = (name: string, more: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx:1.27
          ${more}
`;

describeWith('kubeconform', ['kubeconform', 'kubernetes-validate'], () => {
  const schemas = (): void => {
    const folder = freshFolder();
    chmodSync(folder, 0o755);
    use('PLUMBLINE_KUBECONFORM', 'kubeconform');
    process.env['PLUMBLINE_KUBECONFORM_SCHEMAS'] = schemasFor(['deployment-apps-v1', 'configmap-v1'], folder);
  };

  it.each<readonly [string, string, object]>([
    ['manifests', workload('web', 'ports: [{ containerPort: 80 }]'), { outcome: 'passed', subject: 'k8s/web.yaml' }],
    ['a field that is unknown', `${workload('one', 'ports: []')}---\n${workload('two', 'prots: []')}`, FAILED("Deployment/two spec.template.spec.containers.0: additionalProperties 'prots' not allowed", 'k8s/web.yaml', 25, 11)],
    ['a value of the wrong type', workload('web', 'ports: [{ containerPort: "80" }]'), FAILED('Deployment/web spec.template.spec.containers.0.ports.0.containerPort: expected integer, but got string', 'k8s/web.yaml', 12, 21)],
    ['a key that stands twice', workload('web', 'image: nginx'), { outcome: 'failed', because: expect.stringContaining('already set in map') }],
  ])('of %s', async (_, text, expected) => {
    schemas();
    expect(await verdictsOf('kubeconform', { 'k8s/web.yaml': text })).toMatchObject([expected]);
  });

  it('is asked about whole objects, not about patches', async () => {
    schemas();
    const files = { 'k8s/web.yaml': workload('web', 'ports: []'), 'k8s/more.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 2 }\n', 'k8s/kustomization.yaml': 'resources: [web.yaml]\npatches:\n  - path: more.yaml\n' };
    expect(await verdictsOf('kubeconform', files)).toMatchObject([{ outcome: 'passed', subject: 'k8s/web.yaml' }]);
  });

  it('has no opinion without schemas, which it would fetch', async () => {
    schemas();
    const deployment = { 'k8s/web.yaml': workload('web', 'ports: []') };
    process.env['PLUMBLINE_KUBECONFORM_SCHEMAS'] = '/nowhere/{{ .ResourceKind }}.json';
    expect(await verdictsOf('kubeconform', deployment)).toMatchObject([{ outcome: 'absent', because: 'PLUMBLINE_KUBECONFORM_SCHEMAS has no schema that it can read of Deployment' }]);
    process.env['PLUMBLINE_KUBECONFORM_SCHEMAS'] = 'https://example.com/{{ .ResourceKind }}.json';
    expect(await verdictsOf('kubeconform', deployment)).toMatchObject([{ outcome: 'absent', because: expect.stringContaining('would fetch') }]);
    delete process.env['PLUMBLINE_KUBECONFORM_SCHEMAS'];
    expect(await verdictsOf('kubeconform', deployment)).toMatchObject([{ outcome: 'absent', because: expect.stringContaining('would fetch') }]);
  });
});

describeWith('gunicorn --check-config', 'gunicorn', () => {
  it.each<readonly [string, string, object]>([
    ['a sound file', 'import multiprocessing\nworkers = multiprocessing.cpu_count()\nbind = "0.0.0.0:8000"\n', { outcome: 'passed' }],
    ['a value of the wrong type', 'workers = 2\ntimeout = "soon"\n', FAILED('Invalid value for timeout: soon', 'app/gunicorn.conf.py', 2, 1)],
    ['a broken expression', 'workers = 2\nx = 1 / 0\n', FAILED('ZeroDivisionError: division by zero', 'app/gunicorn.conf.py', 2, 1)],
    ['broken syntax', 'workers = 2\nx = (1 +\n', FAILED("SyntaxError: '(' was never closed", 'app/gunicorn.conf.py', 2, 1)],
    ['a module of the image', 'import django\nworkers = 2\n', { outcome: 'absent', because: "it needs what is not here: ModuleNotFoundError: No module named 'django'" }],
    ['a variable of the container', 'import os\nworkers = int(os.environ["WORKERS"])\n', { outcome: 'absent', because: "it needs what is not here: KeyError: 'WORKERS'" }],
    ['a folder of the image', 'chdir = "/nowhere"\n', { outcome: 'absent' }],
  ])('of %s', async (_, text, expected) => {
    use('PLUMBLINE_GUNICORN', 'gunicorn');
    expect(await verdictsOf('gunicorn', { 'app/gunicorn.conf.py': text }, 'require')).toMatchObject([{ subject: 'app/gunicorn.conf.py', ...expected }]);
    expect(await verdictsOf('gunicorn', { 'app/gunicorn.conf.py': text })).toMatchObject([{ outcome: 'absent', because: 'it would run gunicorn.conf.py; --tools require does' }]);
  });
});

describe('each of them', () => {
  it.each([
    ['docker compose', 'docker', { 'docker-compose.yml': SERVICES }], ['promtool', 'promtool', { 'docker-compose.yml': SERVICES, 'prometheus.yml': SCRAPES }],
    ['kubeconform', 'kubeconform', { 'web.yaml': workload('web', 'ports: []') }], ['gunicorn', 'gunicorn', { 'gunicorn.conf.py': 'workers = 2\n' }],
  ])('is absent where it is not found: %s', async (tool, program, files) => {
    process.env[`PLUMBLINE_${program.toUpperCase()}`] = '/nowhere/program';
    expect(await verdictsOf(tool, files, 'require')).toEqual([{ tool, outcome: 'absent', because: `${program} is not found here; PLUMBLINE_${program.toUpperCase()} can name it` }]);
  });
});
