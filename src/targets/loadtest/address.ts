import { digits, inComment } from '../../formats/units.ts';
import type { Entry } from '../../model/entry.ts';
import { entryOf, partValue } from '../../model/lookup.ts';
import { isExternal, part, type Component, type Stack } from '../../model/stack.ts';
import { isAnswering } from '../../model/who.ts';
import { domain, tls } from '../../settings/profile.ts';
import { addressOf, hostPortsOf } from '../compose/published.ts';
import { portEntry } from '../names.ts';
import { reasonOf } from '../reason.ts';
import { said, type Said } from '../said.ts';

const LOOPBACK = '127.0.0.1';
const EVERYWHERE = '0.0.0.0';

/** The component that clients reach first: a proxy, or where there is none an application; nothing where neither runs in the stack. */
export function entranceOf(plan: Stack): Component | undefined {
  const hosted = plan.components.filter((component) => !isExternal(plan, component));
  return hosted.find(({ kind }) => kind === 'nginx') ?? hosted.find(isAnswering);
}

/** Where load tests find the entrance: a URL without path, and the host that requests name where the URL does not. */
export interface Place {
  readonly url: Said;
  readonly host: Said | false;
  /** What whoever runs a test must know of it. */
  readonly notes: readonly string[];
}

/** Where Compose publishes the entrance; TLS is asked for by the name that its certificate has, and refused under another. */
export function placeOf(plan: Stack, entrance: Component): Place {
  const name = domainOf(plan);
  const encrypted = partValue(plan, tls) === true && entrance.kind === 'nginx';
  const url = urlOf(plan, entrance, encrypted ? 'https' : 'http', encrypted ? name?.value : undefined);
  if (!encrypted || name === undefined) return { url, host: name === undefined ? false : said(name, (host) => host), notes: [] };
  return { url, host: false, notes: [`The name ${inComment(name.value)} must lead to the machine under test, and k6 believes a certificate of your own only with K6_INSECURE_SKIP_TLS_VERIFY=true.`] };
}

/** The entry of the public host name, where the stack has one. */
function domainOf(plan: Stack): Entry<string> | undefined {
  const entry = entryOf(plan, part(domain.kind), domain);
  return entry?.value === domain.silent?.('') ? undefined : entry;
}

function urlOf(plan: Stack, entrance: Component, scheme: 'http' | 'https', name: string | undefined): Said {
  const ports = hostPortsOf(plan, entrance);
  const port = scheme === 'https' ? ports.at(-1) : ports[0];
  const address = addressOf(plan, entrance);
  const host = name ?? (address === undefined || address.value === EVERYWHERE ? LOOPBACK : address.value);
  const [first = digits(portEntry(plan, entrance).value)] = port?.value.split('-') ?? [];
  const why = ['Where Compose publishes the stack.', ...(port?.entries ?? []).map(reasonOf)].join(' ');
  return { value: `${scheme}://${host}:${first}`, why: inComment(why) };
}
