import { walk } from '../../formats/nginx-config.ts';
import { parseNginx, type Directive } from '../../formats/nginx-syntax.ts';
import { worker_shutdown_timeout } from '../../settings/nginx.ts';
import { valueOf } from '../../model/lookup.ts';
import { SECOND } from '../../model/value.ts';
import type { Side } from '../side.ts';
import { becauseOfFile } from './because.ts';
import type { Step, Uptake } from './step.ts';
import { retold, type Told } from './told.ts';
import { listed } from './words.ts';

/** nginx takes nearly everything up on a reload: new workers begin, old ones end. */
export const nginxUptake: Uptake = (before, after, changes) =>
  retold(before, after, 'nginx', 'nginx.conf', directivesIn).map(({ component, names, path, ...server }): Step => {
    const zones = [zonesIn(server.before), zonesIn(server.after)] as const;
    const restart = [...names.filter((name) => AT_START.has(name.replace(/ .*$/, ''))), ...rekeyed(...zones).map((zone) => `the key of ${zone}`)];
    const [environment, because] = ['anywhere', becauseOfFile(changes, component.name, path)] as const;
    if (restart.length > 0) return { environment, component: component.name, action: 'restart', message: `nginx refuses a reload that changes ${listed(restart)}: connections end when it stops`, because };
    return { environment, component: component.name, action: 'reload', message: `new workers take new connections at once, old ones finish what they have${deadline(after, component)}, and nothing is refused${emptied(...zones)}`, command: 'nginx -s reload', because };
  });

/** What the master process decides once. */
const AT_START: ReadonlySet<string> = new Set(['daemon', 'master_process']);

/** Every directive by its place: `http server[2] listen`. */
function directivesIn(text: string): Told {
  const found = new Map<string, string>();
  const counts = new Map<string, number>();
  walk(parseNginx({ path: 'nginx.conf', text }).directives, (directive, ancestors) => {
    const place = [...ancestors, directive].map(({ name }) => name).join(' ');
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    found.set(count === 1 ? place : `${place} ${count}`, said(directive));
  });
  return found;
}

const said = ({ args }: Directive): string => args.map(({ text }) => text).join(' ');

/** Shared memory by its name: its size, and what else must stay the same for it to be taken over. */
interface Zone {
  readonly size: string;
  readonly key: string;
}

function zonesIn(told: Told): ReadonlyMap<string, Zone> {
  const found = new Map<string, Zone>();
  for (const [place, value] of told) {
    const directive = place.replace(/ [0-9]+$/, '').split(' ').at(-1);
    if (directive === 'limit_req_zone' || directive === 'limit_conn_zone') {
      const [, key = '', name = '', size = ''] = /^(.*?) zone=([^: ]+):([^ ]+)/.exec(value) ?? [];
      found.set(name, { size, key });
    } else if (directive === 'proxy_cache_path') {
      const [, folder = '', rest = '', name = '', size = ''] = /^(\S+)(.*?) keys_zone=([^: ]+):([^ ]+)/.exec(value) ?? [];
      found.set(name, { size, key: `${folder} ${/levels=\S+/.exec(rest)?.[0] ?? ''}` });
    } else if (directive === 'zone') {
      const [name = '', size = ''] = value.split(' ');
      found.set(name, { size, key: '' });
    }
  }
  return found;
}

type Zones = ReadonlyMap<string, Zone>;

/** A zone of the same name and size is taken over, and then must be counted by the same key. */
const rekeyed = (before: Zones, after: Zones): readonly string[] => [...after].flatMap(([name, { size, key }]) => { const was = before.get(name); return was !== undefined && was.size === size && was.key !== key ? [name] : []; });

/** A zone of another size is made anew. */
function emptied(before: Zones, after: Zones): string {
  const names = [...after].filter(([name, { size }]) => before.has(name) && before.get(name)?.size !== size).map(([name]) => name);
  return names.length === 0 ? '' : `; ${listed(names)} ${names.length === 1 ? 'has' : 'have'} another size and ${names.length === 1 ? 'begins' : 'begin'} empty`;
}

function deadline({ stack }: Side, component: { readonly name: string }): string {
  const time = valueOf(stack, component, worker_shutdown_timeout);
  return time === undefined ? '' : ` within ${time / SECOND}s`;
}
