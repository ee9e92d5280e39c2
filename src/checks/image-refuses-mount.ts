import { byKind, chosen, optional, own, structure } from '../model/input.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { entryOf, repeated } from '../model/lookup.ts';
import { major } from '../model/version.ts';
import * as c from '../settings/component.ts';
import * as found from '../settings/found.ts';
import { isOn, mounts, type Mount } from './mounts.ts';

/** What an image is started with. */
interface Started {
  readonly image: string | undefined;
  readonly version: string | undefined;
  /** Whether the image's tag names that version; the newest is meant else. */
  readonly named: boolean;
  /** PGDATA, where it is stated. */
  readonly data: string | undefined;
  readonly readOnly: boolean;
  readonly volumes: readonly Mount[];
  readonly binds: readonly Mount[];
  readonly tmpfs: readonly Mount[];
}

const OLD_DATA = '/var/lib/postgresql/data';
/** Images with the entry point of the official one. */
const OFFICIAL = /^(?:docker\.io\/)?(?:library\/|postgis\/|pgvector\/)?(?:postgres|postgis|pgvector)(?:[:@]|$)/;
const NGINX = /^(?:docker\.io\/)?(?:library\/)?nginx(?:[:@]|$)/;

const at = ({ entry }: Mount): Pick<Breach, 'entries'> => (entry === undefined ? {} : { entries: [entry] });

function ofPostgres({ image, version, named, data, volumes, binds, tmpfs }: Started): readonly Breach[] {
  if (version === undefined || !OFFICIAL.test(image ?? '')) return [];
  const folder = data ?? (major(version) >= 18 ? `/var/lib/postgresql/${major(version)}/docker` : OLD_DATA);
  const all = [...volumes, ...binds, ...tmpfs];
  const old = all.find(({ path }) => path === OLD_DATA);
  if (major(version) >= 18 && data === undefined && old !== undefined) return [{ message: `PostgreSQL ${major(version)} keeps its data in ${folder}; ${OLD_DATA} is mounted, and the image ends with an error when it is`, ...(named ? {} : { confidence: 'likely' } as const), ...at(old) }];
  const above = all.find(({ path }) => path === '/var/lib/postgresql');
  if (major(version) < 18 && folder === OLD_DATA && old === undefined && above !== undefined) {
    return [{ message: `PostgreSQL ${major(version)} keeps its data in ${OLD_DATA}, a volume of the image's own; /var/lib/postgresql is mounted and stays empty`, severity: 'warning', ...at(above) }];
  }
  const inside = binds.find(({ path }) => path.startsWith(`${folder}/`) && /\.(?:conf|sql)$/.test(path));
  if (inside !== undefined && isOn(folder, volumes)) return [{ message: `${inside.path} is mounted into the folder of the data; initdb wants that empty when the volume is new`, severity: 'warning', confidence: 'likely', ...at(inside) }];
  return [];
}

/** Where nginx of the official image writes before it answers anybody. */
const NGINX_WRITES: readonly string[] = ['/var/cache/nginx', '/var/run'];

function ofNginx({ image, readOnly, volumes, binds, tmpfs }: Started): readonly Breach[] {
  const all = [...volumes, ...binds, ...tmpfs];
  // A main file of one's own may put both elsewhere.
  if (!readOnly || !NGINX.test(image ?? '') || isOn('/etc/nginx/nginx.conf', all)) return [];
  const lost = NGINX_WRITES.filter((path) => !isOn(path, all) && !isOn(path.replace('/var/run', '/run'), all));
  return lost.length === 0 ? [] : [{ message: `the root file system is read-only, and nginx writes to ${lost.join(' and ')}: nothing writable is mounted there` }];
}

/** What an image does with its mounts when it starts. */
export const imageRefusesMount = defineCheck({
  id: 'image-refuses-mount',
  severity: 'error',
  confidence: 'certain',
  on: ['postgres', 'nginx'],
  reads: {
    kind: structure((_, component) => component.kind),
    image: optional(own(c.image)),
    version: byKind({ postgres: optional(own(c.version)), nginx: structure((): string | undefined => undefined) }),
    named: chosen(own(c.version)),
    data: structure((stack, component) => repeated(stack, component, found.variable).find(({ subject }) => subject === 'PGDATA')?.value),
    readOnly: structure((stack, component) => entryOf(stack, component, found.read_only)?.value === true),
    ...mounts,
  },
  broken: (v) => (v.kind === 'postgres' ? ofPostgres(v) : ofNginx(v)),
  why: 'The container ends when it starts, or the data is not where everybody thinks: in a volume without a name that the next docker compose down --volumes, or a new container, leaves behind.',
  fix: 'mount /var/lib/postgresql for PostgreSQL 18 and later, /var/lib/postgresql/data before that, and configuration outside of both; give a read-only nginx a tmpfs for /var/cache/nginx and /var/run.',
  source: 'docker-library/postgres#1259 and #1370; nginx image, Running nginx in read-only mode',
  examples: {
    holds: [
      { kind: 'postgres', image: 'postgres:18', version: '18', named: true, data: undefined, readOnly: false, volumes: [{ path: '/var/lib/postgresql', kind: 'volume' }], binds: [], tmpfs: [] },
      { kind: 'postgres', image: 'postgres:18', version: '18', named: true, data: OLD_DATA, readOnly: false, volumes: [{ path: OLD_DATA, kind: 'volume' }], binds: [], tmpfs: [] },
      { kind: 'nginx', image: 'nginx:1.30', version: undefined, named: true, data: undefined, readOnly: true, volumes: [], binds: [], tmpfs: [{ path: '/var/cache/nginx', kind: 'tmpfs' }, { path: '/run', kind: 'tmpfs' }] },
    ],
    breaks: [
      { kind: 'postgres', image: 'postgres:18-alpine', version: '18', named: true, data: undefined, readOnly: false, volumes: [{ path: OLD_DATA, kind: 'volume' }], binds: [], tmpfs: [] },
      { kind: 'postgres', image: 'postgres:16', version: '16', named: true, data: undefined, readOnly: false, volumes: [{ path: '/var/lib/postgresql', kind: 'volume' }], binds: [], tmpfs: [] },
      { kind: 'nginx', image: 'nginx:1.30', version: undefined, named: true, data: undefined, readOnly: true, volumes: [], binds: [], tmpfs: [] },
    ],
  },
});
