import { ApiObject, type ApiObjectMetadata, type Chart } from 'cdk8s';
import type { PlainMap } from '../../formats/yaml-print.ts';

/** A manifest as the typed classes of cdk8s-plus give it. */
export interface Manifest extends PlainMap {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: PlainMap; readonly labels?: { readonly [label: string]: string } };
}

/** An object whose data is plain already: cdk8s, which would look for lazy values in all of it, leaves it alone. */
class PlainObject extends ApiObject {
  readonly data: Manifest;

  constructor(chart: Chart, id: string, data: Manifest) {
    super(chart, id, { apiVersion: data.apiVersion, kind: data.kind, metadata: data.metadata as ApiObjectMetadata });
    this.data = data;
  }

  override toJson(): Manifest {
    return { ...this.data, metadata: this.metadata.toJson() as Manifest['metadata'] };
  }
}

/**
 * The objects of a chart, in the order in which they were added. `Chart.toJson` would order those of the whole app by their
 * dependencies first, for each of its charts; ours have none.
 */
export const manifestsIn = (chart: Chart): readonly Manifest[] => chart.node.findAll().flatMap((node) => (node instanceof ApiObject ? [node.toJson() as Manifest] : []));

/** One of cdk8s-plus's classes of manifests. */
interface Kind<Props> {
  readonly manifest: (props: Props) => Manifest;
}

/** Adds a resource of an operator's own kind, which cdk8s-plus has no class for. A chart has one of a kind and name. */
export function addCustom(chart: Chart, resource: Manifest): void {
  new PlainObject(chart, `${resource.kind} ${resource.metadata.name}`, resource);
}

/** Adds an object to a chart, which gives it its labels and its namespace. A chart has one of a kind and name. */
export const add = <Props>(chart: Chart, kind: Kind<Props>, props: Props): void => addCustom(chart, kind.manifest(props));
