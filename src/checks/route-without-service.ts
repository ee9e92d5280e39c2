import { kubernetesObjects } from '../formats/kubernetes-object.ts';
import { astrayIn } from '../formats/kubernetes-routes.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { files, mapped } from '../model/input.ts';
import { PROJECT } from '../model/stack.ts';

/** An Ingress or a route of the Gateway API that leads to a Service, or to a port of it, that is not there. */
export const routeWithoutService = defineCheck({
  id: 'route-without-service',
  severity: 'error',
  confidence: 'likely',
  on: [PROJECT.kind],
  reads: { backends: mapped(files(kubernetesObjects), (documents) => documents.flatMap(({ content }) => astrayIn(content))) },
  broken: (v): readonly Breach[] => v.backends.map(({ route, service, port, has, at }) => (has === undefined
    ? { message: `${route} leads to Service/${service}; no manifest has it`, at }
    : { message: `${route} leads to the port ${port ?? ''} of Service/${service}, which has ${has.join(', ')}`, at, confidence: 'certain' })),
  why: 'Every request is answered with 500 or 503: the route is there, and nothing stands behind it.',
  fix: 'write the name of the Service, and one of its `port`s (not the targetPort), into the backend.',
  source: 'gateway-api.sigs.k8s.io, HTTPRoute: BackendNotFound; kubernetes.io, Ingress; kube-score ingress-targets-service',
  examples: {
    holds: [{ backends: [] }],
    breaks: [
      { backends: [{ route: 'HTTPRoute/shop', service: 'web', port: undefined, has: undefined, at: { file: 'route.yaml', line: 12, column: 15 } }] },
      { backends: [{ route: 'Ingress/shop', service: 'web', port: '3000', has: ['80', 'http'], at: { file: 'ingress.yaml', line: 14, column: 23 } }] },
    ],
  },
});
