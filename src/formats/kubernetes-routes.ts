import type { Position } from '../model/entry.ts';
import { at, listAt, scalarAt, textAt, type KubernetesObject, type Node, type TextNode } from './kubernetes-object.ts';

/** A Service that an Ingress or a route of the Gateway API names. */
interface Backend {
  readonly route: KubernetesObject;
  readonly service: TextNode;
  readonly namespace: string | undefined;
  /** Its number or its name. */
  readonly port: TextNode | undefined;
}

/** A backend that is not there: the Service, or its port. */
export interface Astray {
  /** `HTTPRoute/proxy`. */
  readonly route: string;
  readonly service: string;
  readonly port: string | undefined;
  /** The ports that the Service has, where it is there. */
  readonly has: readonly string[] | undefined;
  readonly at: Position;
}

const GATEWAY_API = 'gateway.networking.k8s.io/';
const INGRESS = 'networking.k8s.io/v1';

/** Backends of Ingresses and routes that lead nowhere. A name that no manifest has may be a Service of somebody else's, where an operator or another file makes it. */
export function astrayIn(objects: readonly KubernetesObject[]): readonly Astray[] {
  const services = objects.filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1');
  return objects.flatMap(backendsOf).flatMap(({ route, service, namespace, port }): readonly Astray[] => {
    const inSpace = services.filter((one) => one.namespace === undefined || namespace === undefined || one.namespace === namespace);
    const found = inSpace.find(({ name }) => name === service.text);
    const title = `${route.kind}/${route.name}`;
    if (found === undefined) return inSpace.length === 0 ? [] : [{ route: title, service: service.text, port: undefined, has: undefined, at: service.at }];
    const has = listAt(found.tree, 'spec', 'ports').flatMap((one) => [textAt(one, 'port'), textAt(one, 'name')]).filter((text) => text !== undefined);
    return port === undefined || has.length === 0 || has.includes(port.text) ? [] : [{ route: title, service: service.text, port: port.text, has, at: port.at }];
  });
}

function backendsOf(object: KubernetesObject): readonly Backend[] {
  if (object.apiVersion.startsWith(GATEWAY_API)) return listAt(object.tree, 'spec', 'rules').flatMap((rule) => listAt(rule, 'backendRefs')).flatMap((ref) => referred(object, ref));
  if (object.kind !== 'Ingress' || object.apiVersion !== INGRESS) return [];
  const backends = [at(object.tree, 'spec', 'defaultBackend'), ...listAt(object.tree, 'spec', 'rules').flatMap((rule) => listAt(rule, 'http', 'paths')).map((path) => at(path, 'backend'))];
  return backends.flatMap((backend) => {
    const service = scalarAt(backend, 'service', 'name');
    return service === undefined ? [] : [{ route: object, service, namespace: object.namespace, port: scalarAt(backend, 'service', 'port', 'number') ?? scalarAt(backend, 'service', 'port', 'name') }];
  });
}

/** A reference names a Service unless it says another kind. */
function referred(object: KubernetesObject, ref: Node): readonly Backend[] {
  const service = scalarAt(ref, 'name');
  if (service === undefined || (textAt(ref, 'kind') ?? 'Service') !== 'Service') return [];
  return [{ route: object, service, namespace: textAt(ref, 'namespace') ?? object.namespace, port: scalarAt(ref, 'port') }];
}
