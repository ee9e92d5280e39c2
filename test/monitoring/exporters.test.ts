import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { check } from '../../src/check.ts';
import { isExported } from '../../src/model/exporters.ts';
import { statedEntry } from '../../src/model/entry.ts';
import { InputError } from '../../src/model/problem.ts';
import { treeOf } from '../../src/model/source.ts';
import { isExternal, type Stack } from '../../src/model/stack.ts';
import { readTree } from '../../src/read-tree.ts';
import { render } from '../../src/render.ts';
import { exporters } from '../../src/settings/monitoring.ts';
import { size } from '../../src/size.ts';
import { provisioningFiles } from '../../src/targets/monitoring/grafana.ts';
import { numbersIn, spellingsOf } from '../laws/numbers.ts';
import { drafts, planOf, stackOf } from '../laws/random.ts';
import { load } from '../load/workspace.ts';

const RUNS = 60;
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

const watched = (stack: Stack): Stack => ({ ...stack, entries: new Map([...stack.entries, ['monitoring.exporters', statedEntry('monitoring', exporters, true, { file: 'random.yaml', line: 1, column: 1 })]]) });
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const number = (plan: Stack, id: string): number => Number(plan.entries.get(id)?.value ?? 0);
const profile = (text: string): Stack => size(load({ 'shop.yaml': text }));

const PLAIN = 'extends: medium\n';
const WATCHED = `${PLAIN}monitoring: { exporters: true }\n`;

const composeOf = async (plan: Stack): Promise<string> => (await render(plan, ['compose'])).find(({ path }) => path === 'docker-compose.yml')?.text ?? '';

/** What a machine does not carry, whatever it is given to. */
const WISHES = ['target-exceeds-capacity', 'worker-connections-below-demand'];

/** Random plans that a machine carries, exporters and all. */
async function overPlans(body: (plan: Stack) => void | Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(drafts, async (draft) => {
    const plan = planOf(watched(stackOf(draft)));
    if (plan !== undefined) await body(plan);
  }), { numRuns: RUNS, seed });
}

describe(`exporters (seed ${seed})`, () => {
  it('fit into the machine beside the components, Prometheus and Grafana too', async () => {
    await overPlans((plan) => {
      const machine = { memory: number(plan, 'machine.memory') - number(plan, 'machine.reserved_memory'), cpu: number(plan, 'machine.cpu') - number(plan, 'machine.reserved_cpu') };
      for (const what of ['memory', 'cpu'] as const) {
        const components = plan.components.filter((one) => !isExternal(plan, one)).map(({ name }) => number(plan, `${name}.component.replicas`) * (number(plan, `${name}.container.${what}_limit`) + number(plan, `${name}.exporter.${what}_limit`)));
        expect(sum(components) + number(plan, `monitoring.prometheus.${what}_limit`) + number(plan, `monitoring.grafana.${what}_limit`), what).toBeLessThanOrEqual(machine[what]);
      }
      expect(check(plan).findings.filter((finding) => !WISHES.includes(finding.check)).map(({ message }) => message)).toEqual([]);
    });
  });

  it('never take from a component what a larger machine has more', async () => {
    await fc.assert(fc.property(drafts, fc.constantFrom<'memory' | 'cpu'>('memory', 'cpu'), fc.integer({ min: 1, max: 512 }), (draft, what, more) => {
      const larger = { ...draft, [what]: draft[what] + more * (what === 'memory' ? 2 ** 20 : 1) };
      try {
        const [before, after] = [size(watched(stackOf(draft))), size(watched(stackOf(larger)))];
        const lost = before.components.map(({ name }) => `${name}.container.${what}_limit`).filter((id) => after.entries.has(id) && number(after, id) < number(before, id));
        expect(lost.map((id) => `${id}: ${number(before, id)} became ${number(after, id)}`)).toEqual([]);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }), { numRuns: RUNS, seed });
  });

  it('put no number into a file that is not an entry', async () => {
    await overPlans(async (plan) => {
      const known = spellingsOf([...plan.entries.values()]);
      const files = [...await render(plan, ['compose', 'env', 'kubernetes', 'nginx']), ...provisioningFiles(plan)];
      expect(files.flatMap((file) => numbersIn(file).filter((found) => !known.has(found.number)).map(({ line }) => `${file.path}: ${line}`))).toEqual([]);
    });
  });

  it('are read without a finding, in Compose and in Kubernetes', async () => {
    for (const text of [WATCHED, 'extends: large\nmonitoring: { exporters: true }\ntargets: { rps: 1000 }\ncomponents: [{ name: pooler }]\n']) {
      const files = await render(profile(text));
      const { stacks } = readTree(treeOf(Object.fromEntries(files.map((file) => [file.path, file.text]))), { composeProfiles: ['monitoring'] });
      const found = stacks.flatMap(({ stack }) => check(stack).findings.map((finding) => `${finding.check}: ${finding.message}`));
      expect(found).toEqual([]);
    }
  });
});

it('costs nothing where no profile asks for it', async () => {
  const plan = profile(PLAIN);
  expect([...plan.entries.keys()].filter((id) => /\.exporter\.|machine\.monitoring|monitoring\.prometheus|nginx\.status_port/.test(id))).toEqual([]);
  const files = await render(plan, ['compose', 'kubernetes', 'nginx']);
  expect(files.filter(({ text }) => /-exporter|name: exporter|grafana|listen 8081/.test(text)).map(({ path }) => path)).toEqual([]);
});

describe('the exporter of each server', async () => {
  const plan = profile(`${WATCHED}components: [{ name: pooler }]\n`);
  const files = new Map((await render(plan)).map(({ path, text }) => [path, text]));
  const compose = parse(files.get('docker-compose.yml') ?? '') as { readonly services: Readonly<Record<string, { readonly ports?: unknown; readonly profiles?: readonly string[]; readonly command?: readonly string[]; readonly environment?: Readonly<Record<string, string>>; readonly secrets?: readonly string[] }>> };
  const watching = Object.entries(compose.services).filter(([name]) => /-exporter$|^prometheus$|^grafana$/.test(name));

  it('starts in Compose only when it is asked for, and only Grafana is published', () => {
    expect(watching.map(([name, { profiles }]) => [name, profiles])).toEqual(['cache-exporter', 'db-exporter', 'grafana', 'pooler-exporter', 'prometheus', 'proxy-exporter'].map((name) => [name, ['monitoring']]));
    expect(watching.filter(([, { ports }]) => ports !== undefined).map(([name]) => name)).toEqual(['grafana']);
  });

  it('logs in as the role that only watches, by a password in a file', () => {
    expect(compose.services['db-exporter']?.environment).toEqual({ DATA_SOURCE_PASS_FILE: '/run/secrets/db_monitoring_password', DATA_SOURCE_URI: 'db:5432/shop?sslmode=disable', DATA_SOURCE_USER: 'monitoring' });
    expect(watching.map(([name, { secrets = [] }]) => [name, ...secrets])).toEqual([['cache-exporter'], ['db-exporter', 'db_monitoring_password'], ['grafana', 'grafana_admin_password'], ['pooler-exporter', 'db_monitoring_password'], ['prometheus'], ['proxy-exporter']]);
  });

  it('asks the proxy on a port that nothing publishes, and in a pod over the loopback', () => {
    expect(compose.services['proxy-exporter']?.command).toContain('--nginx.scrape-uri=http://proxy:8081/nginx_status');
    expect(files.get('nginx/nginx.conf')).toMatch(/listen 8081;\n\s+access_log off;\n\n\s+location = \/nginx_status \{\n\s+stub_status;/);
    expect(files.get('kubernetes/proxy.yaml')).not.toContain('8081');
    expect(files.get('kubernetes/proxy.yaml')).toContain('--nginx.scrape-uri=http://127.0.0.1:8080/nginx_status');
  });

  it('asks each copy of a proxy by its own name', async () => {
    const text = await composeOf(profile('extends: large\nmonitoring: { exporters: true }\n'));
    expect(text).toContain('--nginx.scrape-uri=http://${COMPOSE_PROJECT_NAME}-proxy-1:8081/nginx_status');
    expect(text).toContain('--nginx.scrape-uri=http://${COMPOSE_PROJECT_NAME}-proxy-2:8081/nginx_status');
  });

  it('runs beside its server in Kubernetes, and only the namespace of the monitoring reaches it', () => {
    for (const component of plan.components.filter((one) => isExported(plan, one))) {
      const objects = parseAllDocuments(files.get(`kubernetes/${component.name}.yaml`) ?? '').map((document) => document.toJS() as { readonly kind: string; readonly spec: never });
      const port = number(plan, `${component.name}.exporter.port`);
      const pods = objects.find(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')?.spec as unknown as { readonly template: { readonly spec: { readonly containers: readonly { readonly name: string; readonly ports: unknown }[] } } };
      expect(pods.template.spec.containers.map(({ name }) => name), component.name).toEqual([component.name, 'exporter']);
      expect(pods.template.spec.containers[1]?.ports).toEqual([{ name: 'metrics', containerPort: port, protocol: 'TCP' }]);
      const policy = objects.find(({ kind }) => kind === 'NetworkPolicy')?.spec as unknown as { readonly ingress: readonly { readonly from?: unknown; readonly ports: readonly { readonly port: number }[] }[] };
      expect(policy.ingress.filter(({ ports }) => ports.some((each) => each.port === port)).map(({ from }) => from)).toEqual([[{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }]]);
    }
  });

  it('keeps out of the way of components that have its name', async () => {
    const taken = profile(`${WATCHED}components: [{ name: prometheus, kind: node, routes: [{ path: /prometheus/ }], links: [db] }, { name: proxy, links: [api, prometheus] }]\n`);
    const { services } = parse(await composeOf(taken)) as typeof compose;
    expect(Object.keys(services).filter((name) => name.startsWith('prometheus'))).toEqual(['prometheus', 'prometheus.monitoring']);
  });
});
