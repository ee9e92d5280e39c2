import { noted, type YamlData } from '../../formats/yaml-document.ts';
import { variable } from '../../formats/compose-values.ts';
import { digits } from '../../formats/units.ts';
import type { Entry } from '../../model/entry.ts';
import { entryOf, partValue, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { part, type Component, type Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import { tls_port } from '../../settings/nginx.ts';
import { published_address, tls } from '../../settings/profile.ts';
import { portEntry } from '../names.ts';
import { reasonOf } from '../reason.ts';
import { isPublished } from './networks.ts';

/** A variable with its usual value, and the entries that the value comes from. */
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly entries: readonly Entry[];
}

/** A port of a container on the host. */
interface Published {
  /** `8080`, or `8080-8081` for two replicas; nothing where the host picks one. */
  readonly host: Variable | undefined;
  readonly inside: Entry<number>;
}

/** The address of the host on which a component is published; nothing for one that is not. */
export function addressOf(plan: Stack, component: Component): Variable | undefined {
  if (!isPublished(plan, component)) return undefined;
  const entry = entryOf(plan, part('profile'), published_address);
  return { name: `${variable(component.name)}_ADDRESS`, value: entry?.value ?? published_address.silent?.('') ?? '', entries: entry === undefined ? [] : [entry] };
}

/** The variables of the ports of the host that a component is published on. */
export const hostPortsOf = (plan: Stack, component: Component): readonly Variable[] => publishedOf(plan, component).flatMap(({ host }) => (host === undefined ? [] : [host]));

function publishedOf(plan: Stack, component: Component): readonly Published[] {
  if (!isPublished(plan, component)) return [];
  const name = variable(component.name);
  const plain = { host: range(plan, component, `${name}_PORT`, c.published_port, c.published_last_port) ?? alone(plan, component, `${name}_PORT`), inside: portEntry(plan, component) };
  const encrypted = partValue(plan, tls) === true ? entryOf(plan, component, tls_port) : undefined;
  return encrypted === undefined ? [plain] : [plain, { host: range(plan, component, `${name}_TLS_PORT`, c.published_tls_port, c.published_tls_last_port), inside: encrypted }];
}

/** The port or, for several replicas, the range of ports that the plan says. */
function range(plan: Stack, component: Component, name: string, first: Setting<number>, last: Setting<number>): Variable | undefined {
  const [from, to] = [entryOf(plan, component, first), entryOf(plan, component, last)];
  if (from === undefined) return undefined;
  const entries = to === undefined || to.value === from.value ? [from] : [from, to];
  return { name, value: entries.map((entry) => digits(entry.value)).join('-'), entries };
}

/** An application without a proxy: its own port, if it need not share it with another component or with a replica. */
function alone(plan: Stack, component: Component, name: string): Variable | undefined {
  const own = portEntry(plan, component);
  const taken = plan.components.filter((other) => other !== component && isPublished(plan, other)).map((other) => valueOf(plan, other, c.published_port) ?? portEntry(plan, other).value);
  const shared = taken.includes(own.value) || (valueOf(plan, component, c.replicas) ?? 1) > 1;
  return shared ? undefined : { name, value: digits(own.value), entries: [own] };
}

/** The `ports` of a service. */
export function portLines(plan: Stack, component: Component): YamlData | undefined {
  const address = addressOf(plan, component);
  if (address === undefined) return undefined;
  return publishedOf(plan, component).map(({ host, inside }) => ({
    host_ip: withDefault(address),
    published: host === undefined ? undefined : withDefault(host),
    target: noted(inside.value, reasonOf(inside)),
  }));
}

/** A variable of the environment, with its usual value where nobody sets it. */
export const withDefault = ({ name, value, entries }: Variable): YamlData => noted(`\${${name}:-${value}}`, ...entries.map(reasonOf));
