import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { isExternal, type Stack } from '../../src/model/stack.ts';
import type { RenderedFile } from '../../src/model/target.ts';
import { size } from '../../src/size.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { renderNginxConf } from '../../src/targets/nginx.ts';
import { targets } from '../../src/targets/index.ts';
import { drafts, stackOf } from '../laws/random.ts';
import { load } from '../load/workspace.ts';
import { complaintsAbout } from './kubernetes-laws.ts';
import { plans } from './kubernetes-plans.ts';
import { at, list, members, readManifests, text, workloadsOf } from './kubernetes-read.ts';

const render = async (plan: Stack): Promise<readonly RenderedFile[]> => kubernetesTarget.render(plan);
const planOf = (profile: string, sets: readonly string[] = []): Stack => size(load({ 'shop.yaml': profile }, sets));
const fileNamed = (files: readonly RenderedFile[], path: string): string => files.find((file) => file.path === path)?.text ?? '';

describe('manifests', () => {
  it.each(plans)('agree with one another and with the plan: %s', async (_, plan) => {
    expect(complaintsAbout(plan, await render(plan))).toEqual([]);
  });

  it('agree whatever the profile', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, async (draft) => {
        let plan: Stack;
        try {
          plan = size(stackOf(draft));
        } catch {
          return; // A machine that is too small.
        }
        expect(complaintsAbout(plan, await render(plan))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it.each([
    ['port: 5432\n      protocol: TCP\n      targetPort: 5432', 'port: 5432\n      protocol: TCP\n      targetPort: 5433', 'leads to a port that nobody listens on'],
    ['app.kubernetes.io/instance: proxy\n      ports', 'app.kubernetes.io/instance: db\n      ports', 'ingress allows'],
    ['runAsNonRoot: true', 'runAsNonRoot: false', 'may be root'],
    ['path: /livez', 'path: /readyz', 'is restarted when it is not ready'],
    ['minReadySeconds: 5', 'replicas: 2\n  minReadySeconds: 5', 'fights its autoscaler'],
    ['maxUnavailable: 1\n', 'maxUnavailable: 0\n', 'keeps nodes from being drained'],
    ['- "10"\n', '- "3600"\n', 'is killed while it sleeps'],
    ['revisionHistoryLimit: 5', 'revisionHistoryLimit: 7', 'which no entry explains'],
    ['value: db\n', 'value: database\n', 'where nobody answers'],
  ])('are not believed: %j', async (found, instead, complaint) => {
    const plan = planOf('extends: small\n');
    const files = await render(plan);
    expect(files.some((file) => file.text.includes(found))).toBe(true);
    const broken = files.map((file) => ({ ...file, text: file.text.replace(found, instead) }));
    expect(complaintsAbout(plan, broken).join('\n')).toContain(complaint);
  });

  it.each(plans)('hold the files of the other targets, unchanged: %s', async (_, plan) => {
    const others = (await Promise.all(targets.filter(({ name }) => ['node', 'python', 'postgres', 'pgbouncer', 'redis', 'kafka'].includes(name)).map((target) => target.render(plan)))).flat();
    const proxies = plan.components.filter((component) => component.kind === 'nginx' && !isExternal(plan, component)).map((proxy) => renderNginxConf(plan, proxy, { platform: 'kubernetes' }));
    const held = readManifests(await render(plan)).filter(({ kind }) => kind === 'ConfigMap').flatMap(({ data }) => members(data, 'data').map(([, content]) => content));
    const rendered = [...others.map((file) => file.text), ...proxies].map((content) => content.replace(/(Stated at [^:\n]+):[0-9]+:[0-9]+\./g, '$1.'));
    expect([...held].sort()).toEqual(rendered.sort());
  });

  it.each(plans)('are all in the kustomization: %s', async (_, plan) => {
    const files = await render(plan);
    const kustomization = parse(fileNamed(files, 'kubernetes/kustomization.yaml'), { version: '1.1' }) as { readonly resources: readonly string[]; readonly namespace: string; readonly images?: readonly { readonly name: string }[] };
    const images = workloadsOf(readManifests(files)).map(({ container }) => text(container, 'image'));
    expect(kustomization.resources.map((name) => `kubernetes/${name}`).sort()).toEqual(files.map((file) => file.path).filter((path) => path.endsWith('.yaml') && !path.endsWith('/kustomization.yaml')).sort());
    expect(kustomization.resources[0]).toBe('namespace.yaml');
    expect(kustomization.namespace).toBe(readManifests(files)[0]?.name);
    expect(images.filter((image) => !image.includes(':'))).toEqual((kustomization.images ?? []).map(({ name }) => name));
  });

  it.each(plans)('mount only secrets that are made or brought: %s', async (_, plan) => {
    const made = (kubernetesTarget.secrets?.(plan) ?? []).map(({ path }) => path);
    const read = workloadsOf(readManifests(await render(plan))).flatMap(({ pod }) => list(pod, 'volumes').flatMap((volume) => list(volume, 'secret', 'items').map((item) => `secrets/${text(item, 'key')}`)));
    expect(read.filter((path) => !made.includes(path) && !path.startsWith('secrets/tls_'))).toEqual([]);
  });

  it('say why, above the line', async () => {
    const files = await render(planOf('extends: small\nsettings: { api.kubernetes.max_surge: 2 }\n'));
    expect(fileNamed(files, 'kubernetes/api.yaml')).toContain('      # Stated at shop.yaml:2:39.\n      maxSurge: 2\n      # No pod leaves before its successor is ready.\n      maxUnavailable: 0\n');
  });
});

describe('a change of configuration', () => {
  const mapsOf = async (...sets: readonly string[]): Promise<Readonly<Record<string, string>>> => {
    const workloads = workloadsOf(readManifests(await render(planOf('extends: small\n', sets))));
    return Object.fromEntries(workloads.map(({ name, pod }) => [name, text(list(pod, 'volumes').find((volume) => at(volume, 'configMap') !== undefined), 'configMap', 'name')]));
  };

  it('rolls the pods that read it, and no others', async () => {
    const [before, after] = [await mapsOf(), await mapsOf('db.postgres.work_mem=7MB')];
    const changed = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(changed).toEqual(['db']);
    expect(after.db).toMatch(/^db-[0-9a-f]{10}$/);
  });

  it('is not that a line of the profile moved', async () => {
    const [before, after] = [await render(planOf('extends: small\nsettings: { db.postgres.work_mem: 7MB }\n')), await render(planOf('# shop\nextends: small\nsettings: { db.postgres.work_mem: 7MB }\n'))];
    expect(after).toEqual(before);
  });
});

describe('bytes', () => {
  afterEach(() => { vi.unstubAllEnvs(); });

  it('are the same each time, whatever the environment', async () => {
    const plan = planOf('extends: large\n');
    const first = await render(plan);
    vi.stubEnv('CDK8S_DISABLE_SORT', '1');
    vi.stubEnv('CDK8S_RECORD_CONSTRUCT_METADATA', 'true');
    vi.stubEnv('TZ', 'Pacific/Auckland');
    expect(await render(plan)).toEqual(first);
  });

  it('are the same in any order of the profile, but for the lines that comments name', async () => {
    const files = await render(planOf('extends: small\nsettings: { db.postgres.work_mem: 7MB, db.container.memory_limit: 2GiB }\n'));
    const others = await render(planOf('extends: small\nsettings: { db.container.memory_limit: 2GiB, db.postgres.work_mem: 7MB }\n'));
    const plain = (all: readonly RenderedFile[]): readonly string[] => all.map((file) => file.text.replaceAll(/Stated at \S+/g, ''));
    expect(others).not.toEqual(files);
    expect(plain(others)).toEqual(plain(files));
  });
});
