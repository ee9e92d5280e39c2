import { describe, expect, it } from 'vitest';
import type { RenderedFile } from '../../src/model/target.ts';
import { size } from '../../src/size.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { schemaErrorsOf } from '../crds/schema-errors.ts';
import { load } from '../load/workspace.ts';
import { describeWith } from '../servers/describe-with.ts';
import { readManifests, type Manifest } from './kubernetes-read.ts';

const DOORS = ['HTTPRoute', 'TLSRoute', 'Ingress'];

async function proxyOf(profile: string): Promise<RenderedFile> {
  const files = await kubernetesTarget.render(size(load({ 'shop.yaml': `name: shop\nextends: small\n${profile}` })));
  return files.find(({ path }) => path.endsWith('/proxy.yaml')) ?? { path: '', text: '' };
}

const doorsOf = async (profile: string): Promise<readonly Manifest[]> => readManifests([await proxyOf(profile)]).filter(({ kind }) => DOORS.includes(kind));
const specs = async (profile: string) => (await doorsOf(profile)).map(({ kind, data }) => ({ kind, spec: (data as { readonly spec: unknown }).spec }));

describe('what lets traffic in', () => {
  it('is a route of the Gateway API', async () => {
    expect(await specs('domain: shop.example.com\ncluster: { gateway: edge/main }\n')).toEqual([{
      kind: 'HTTPRoute',
      spec: {
        hostnames: ['shop.example.com'],
        parentRefs: [{ kind: 'Gateway', name: 'main', namespace: 'edge' }],
        rules: [{ backendRefs: [{ name: 'proxy', port: 8080 }], matches: [{ path: { type: 'PathPrefix', value: '/' } }], timeouts: { request: '0s' } }],
      },
    }]);
  });

  it('hands connections on unopened where the proxy ends TLS', async () => {
    expect(await specs('tls: true\ndomain: shop.example.com\ncluster: { gateway: main }\n')).toEqual([{
      kind: 'TLSRoute',
      spec: { hostnames: ['shop.example.com'], parentRefs: [{ kind: 'Gateway', name: 'main' }], rules: [{ backendRefs: [{ name: 'proxy', port: 8443 }] }] },
    }]);
  });

  it('is an Ingress where the profile says so', async () => {
    expect(await specs('domain: shop.example.com\ncluster: { entry: ingress, ingress_class: traefik }\n')).toEqual([{
      kind: 'Ingress',
      spec: {
        ingressClassName: 'traefik',
        rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'proxy', port: { number: 8080 } } } }] } }],
        tls: [{ hosts: ['shop.example.com'], secretName: 'proxy-tls' }],
      },
    }]);
  });

  it('is left to the user where nothing fits, and the file says why', async () => {
    const cases = {
      'cluster: { entry: none }\n': 'the profile says `entry: none`',
      'tls: true\ncluster: { entry: ingress }\ndomain: shop.example.com\n': 'no field of an Ingress hands connections on unopened',
      'tls: true\n': 'a route for it needs the `domain` of the profile',
      'components: [{ name: inside, kind: nginx, links: [api] }]\n': 'several components have no client inside the stack',
    };
    for (const [profile, why] of Object.entries(cases)) {
      expect(await doorsOf(profile), profile).toEqual([]);
      expect((await proxyOf(profile)).text, profile).toContain(why);
    }
  });
});

describeWith('routes, as the Gateway API takes them', 'crd-check', () => {
  it.each(['', 'domain: shop.example.com\n', 'tls: true\ndomain: shop.example.com\n', 'machine: { platform: gke }\n'])('%j', async (profile) => {
    expect(schemaErrorsOf((await proxyOf(profile)).text)).toEqual([]);
  });
});
