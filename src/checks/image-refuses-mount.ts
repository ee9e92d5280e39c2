import { inFamily, nginxConfig, type NginxConfig } from '../formats/nginx-config.ts';
import { all, byKind, chosen, files, optional, own, structure } from '../model/input.ts';
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
  /** Where texts are mounted that nobody may write: ConfigMaps, secrets. */
  readonly texts: readonly { readonly subject: string }[];
  readonly configs: readonly { readonly content: NginxConfig }[];
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

/** What nginx keeps in /var/cache/nginx, unless its directive says another folder. */
const TEMPORARY = { client_body_temp_path: 'client_temp', proxy_temp_path: 'proxy_temp', fastcgi_temp_path: 'fastcgi_temp', uwsgi_temp_path: 'uwsgi_temp', scgi_temp_path: 'scgi_temp' };
const CACHE = '/var/cache/nginx';
const PID = '/run/nginx.pid';
const ETC_MAIN = '/etc/nginx/nginx.conf';

/** Whether the main configuration is not the image's: `http` stands in a file of the tree, or something is mounted there. */
const hasOwnMain = ({ volumes, binds, tmpfs, texts, configs }: Started): boolean =>
  isOn(ETC_MAIN, [...volumes, ...binds, ...tmpfs, ...texts.map(({ subject }) => ({ path: subject, kind: 'bind' } as const))])
  || configs.some(({ content }) => content.main.some(({ name, file }) => name === 'http' && file.path !== 'nginx image'));

/** Where nginx writes before it answers anybody; a folder that a file may state which was not read is left out. */
function writesOf(config: NginxConfig | undefined): readonly string[] {
  const pid = config?.main.filter(({ name }) => name === 'pid').at(0)?.args[0]?.text ?? PID;
  if (config?.complete === false) return [pid];
  return [...Object.entries(TEMPORARY).map(([name, folder]) => (config === undefined ? undefined : inFamily(config, name)[0]?.args[0]?.text) ?? `${CACHE}/${folder}`), pid];
}

/** The place in words: the folder that a mount is wanted for. */
const folderOf = (path: string): string => (path === PID ? '/var/run' : path.startsWith(`${CACHE}/`) ? CACHE : path);

function ofNginx(started: Started): readonly Breach[] {
  const { image, readOnly, volumes, binds, tmpfs, configs } = started;
  const mounted = [...volumes, ...binds, ...tmpfs];
  // A main file of one's own may put both elsewhere.
  if (!readOnly || !NGINX.test(image ?? '') || hasOwnMain(started)) return [];
  const lost = writesOf(configs[0]?.content).filter((path) => path.startsWith('/') && !isOn(path, mounted) && !isOn(path.replace(/^\/run\//, '/var/run/'), mounted) && !isOn(path.replace(/^\/var\/run\//, '/run/'), mounted));
  return lost.length === 0 ? [] : [{ message: `the root file system is read-only, and nginx writes to ${[...new Set(lost.map(folderOf))].join(' and ')}: nothing writable is mounted there` }];
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
    texts: all(found.read_only_mount),
    configs: files(nginxConfig),
    ...mounts,
  },
  broken: (v) => (v.kind === 'postgres' ? ofPostgres(v) : ofNginx(v)),
  why: 'The container ends when it starts, or the data is not where everybody thinks: in a volume without a name that the next docker compose down --volumes, or a new container, leaves behind.',
  fix: 'mount /var/lib/postgresql for PostgreSQL 18 and later, /var/lib/postgresql/data before that, and configuration outside of both; give a read-only nginx a tmpfs for /var/cache/nginx and /var/run.',
  source: 'docker-library/postgres#1259 and #1370; nginx image, Running nginx in read-only mode',
  examples: {
    holds: [
      { kind: 'postgres', image: 'postgres:18', version: '18', named: true, data: undefined, readOnly: false, volumes: [{ path: '/var/lib/postgresql', kind: 'volume' }], binds: [], tmpfs: [], texts: [], configs: [] },
      { kind: 'postgres', image: 'postgres:18', version: '18', named: true, data: OLD_DATA, readOnly: false, volumes: [{ path: OLD_DATA, kind: 'volume' }], binds: [], tmpfs: [], texts: [], configs: [] },
      { kind: 'nginx', image: 'nginx:1.30', version: undefined, named: true, data: undefined, readOnly: true, volumes: [], binds: [], tmpfs: [{ path: '/var/cache/nginx', kind: 'tmpfs' }, { path: '/run', kind: 'tmpfs' }], texts: [], configs: [] },
    ],
    breaks: [
      { kind: 'postgres', image: 'postgres:18-alpine', version: '18', named: true, data: undefined, readOnly: false, volumes: [{ path: OLD_DATA, kind: 'volume' }], binds: [], tmpfs: [], texts: [], configs: [] },
      { kind: 'postgres', image: 'postgres:16', version: '16', named: true, data: undefined, readOnly: false, volumes: [{ path: '/var/lib/postgresql', kind: 'volume' }], binds: [], tmpfs: [], texts: [], configs: [] },
      { kind: 'nginx', image: 'nginx:1.30', version: undefined, named: true, data: undefined, readOnly: true, volumes: [], binds: [], tmpfs: [], texts: [], configs: [] },
    ],
  },
});
