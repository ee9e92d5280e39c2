import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The PostgreSQL majors whose servers are installed. */
export const postgresMajors = [13, 14, 15, 16, 17, 18] as const;
export type PostgresMajor = (typeof postgresMajors)[number];

/** The versions of gunicorn that are installed beside each other, for `pythonPath`. */
export const gunicornVersions = ['20.1', '21.2', '22.0', '23.0', '24.1', '25.3', '26.2', '27.0'] as const;
/** The versions of uvicorn, as those of gunicorn. */
export const uvicornVersions = ['0.20', '0.30', '0.54'] as const;

/** Every real server or checker that the tests may ask. `nginx`, `redis` and `pgbouncer` are the system's own. */
export const toolIds = [
  'nginx', 'nginx-1.28', 'node-20', 'node-22', 'node-24', 'node-26', 'redis', 'redis-8', 'redis-cli', 'pgbouncer', 'pgbouncer-1.24', 'kafka', 'psql', 'pgbench', 'openssl',
  'postgres-13', 'postgres-14', 'postgres-15', 'postgres-16', 'postgres-17', 'postgres-18',
  'compose-check', 'crd-check', 'apply-check', 'cnpg-webhook', 'kustomize', 'kubernetes-validate',
  'docker-compose', 'kubeconform', 'promtool', 'gunicorn',
  'kube-score', 'kube-linter', 'checkov', 'trivy-kubernetes', 'hadolint',
  'prometheus', 'prometheus-nginx-exporter', 'prometheus-pgbouncer-exporter', 'prometheus-postgres-exporter', 'prometheus-redis-exporter',
  'k6', 'locust', 'wrk', 'ab', 'python3', 'python', 'uvicorn', 'mypy', 'ruff', 'bash', 'zsh', 'fish',
  'actionlint', 'shellcheck', 'zizmor', 'check-jsonschema', 'pre-commit',
] as const;
export type ToolId = (typeof toolIds)[number];

/** One installed tool. */
export interface Tool { readonly id: ToolId; readonly path: string; readonly version: string }

/** Where `.ci/install-servers.sh` puts what it builds: as root not in root's home, which the servers' own account cannot read. */
export function toolsFolder(): string {
  const own = process.env.PLUMBLINE_TOOLS;
  if (own) return own;
  return process.getuid?.() === 0 ? '/var/cache/plumbline-tools' : join(homedir(), '.cache', 'plumbline-tools');
}

/** The folder of a version of gunicorn or uvicorn: as `PYTHONPATH` of the tool `python` it comes before the newest one, `python -m gunicorn` runs it. */
export const pythonPath = (server: 'gunicorn' | 'uvicorn', version: string): string => join(toolsFolder(), 'python-versions', `${server}-${version}`);

/** The tool, or nothing where it is not installed. */
export function findTool(id: ToolId): Tool | undefined {
  const path = pathOf(id);
  if (path === undefined) return undefined;
  const tool = asked.get(path) ?? ask(id, path);
  asked.set(path, tool);
  return tool;
}

/** The tool; throws where it is not installed. */
export function requireTool(id: ToolId): Tool {
  const tool = findTool(id);
  if (tool === undefined) throw new Error(`${id} is not installed; run .ci/install-servers.sh`);
  return tool;
}

/** The tools that are not installed here. */
export function missingTools(ids: readonly ToolId[] = toolIds): readonly ToolId[] {
  return ids.filter((id) => pathOf(id) === undefined);
}

const asked = new Map<string, Tool>();

function ask(id: ToolId, path: string): Tool {
  const { stdout, stderr } = spawnSync(path, [versionFlag(id)], { encoding: 'utf8', timeout: 20_000 });
  const version = /\d+\.\d+(?:\.\d+)*/.exec(`${stdout}${stderr}`)?.[0];
  if (version === undefined) throw new Error(`${path} does not say its version: ${stdout}${stderr}`);
  return { id, path, version };
}

function pathOf(id: ToolId): string | undefined {
  return candidates(id).find(isExecutable);
}

function candidates(id: ToolId): readonly string[] {
  const built = toolsFolder();
  if (id.startsWith('postgres-')) return [join(built, 'postgres', 'node_modules', id, 'native', 'bin', 'postgres')];
  switch (id) {
    case 'nginx-1.28': return [join(built, id, 'nginx')];
    case 'node-20': case 'node-22': case 'node-24': case 'node-26': return [join(built, id, 'node_modules', 'node', 'bin', 'node')];
    case 'redis-8': return [join(built, id, 'redis-server')];
    case 'pgbouncer-1.24': return [join(built, id, 'pgbouncer')];
    case 'compose-check': case 'crd-check': case 'apply-check': case 'cnpg-webhook': case 'kustomize': case 'docker-compose': case 'kubeconform': case 'promtool': case 'k6':
    case 'prometheus': case 'prometheus-nginx-exporter': case 'prometheus-pgbouncer-exporter': case 'prometheus-postgres-exporter': case 'prometheus-redis-exporter':
    case 'kube-score': case 'kube-linter': case 'trivy-kubernetes': case 'actionlint':
      return [join(built, 'bin', id)];
    // With Flask, FastAPI, SQLAlchemy, psycopg, asyncpg, redis, aiokafka, prometheus_client, gevent and uvicorn-worker.
    case 'python': case 'gunicorn': case 'uvicorn': case 'mypy': case 'ruff': return [join(built, 'python', 'bin', id)];
    case 'kubernetes-validate': case 'checkov': case 'hadolint': case 'locust': return [join(built, id, 'bin', id)];
    case 'zizmor': case 'check-jsonschema': case 'pre-commit': return [join(built, 'pipelines', 'bin', id)];
    case 'kafka': return [join(built, id, 'bin', id)];
    case 'psql': return [...inDebian('psql'), ...inPath('psql')];
    case 'pgbench': return inDebian('pgbench');
    case 'redis': return inPath('redis-server');
    default: return inPath(id);
  }
}

/** Debian's programs of PostgreSQL in the path are a wrapper in Perl that guesses a cluster; the programs lie here, newest first. */
function inDebian(name: string): readonly string[] {
  const root = '/usr/lib/postgresql';
  try {
    return readdirSync(root).sort((a, b) => Number(b) - Number(a)).map((major) => join(root, major, 'bin', name));
  } catch {
    return [];
  }
}

function inPath(name: string): readonly string[] {
  // Debian keeps servers in sbin, which an ordinary account's PATH leaves out.
  return [...(process.env.PATH ?? '').split(':'), '/usr/local/sbin', '/usr/sbin', '/sbin'].filter(Boolean).map((folder) => join(folder, name));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionFlag(id: ToolId): string {
  if (id.startsWith('nginx') || id === 'kubeconform' || id === 'wrk') return '-v';
  if (id === 'ab') return '-V';
  return id === 'openssl' || id === 'kustomize' || id.startsWith('kube-') ? 'version' : '--version';
}
