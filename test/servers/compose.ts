import { resolve } from 'node:path';
import { run } from './child.ts';
import { requireTool } from './tools.ts';

/** What the loader of `docker compose` says of a folder. */
export interface ComposeVerdict {
  readonly errors: readonly string[];
  /** What the loader only logs, such as a variable that is not set. */
  readonly warnings: readonly string[];
  /** Files and folders that the stack mounts, builds or reads and that are not there, relative to the folder. */
  readonly missing: readonly string[];
  readonly services: readonly string[];
}

/** Loads a folder's docker-compose.yml with its .env and the given variables, in strict mode, with every profile switched on. */
export async function checkCompose(folder: string, variables: Readonly<Record<string, string>> = {}): Promise<ComposeVerdict> {
  const full = resolve(folder);
  const { code, stdout, stderr } = await run(requireTool('compose-check').path, [full, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)]);
  if (code !== 0 && code !== 1) throw new Error(`compose-check ended with ${code}: ${stderr}`);
  return JSON.parse(stdout.replaceAll(`${full}/`, '')) as ComposeVerdict;
}

/** One service as the loader understands it, as far as tests look at it. */
export interface LoadedService {
  readonly image?: string;
  readonly command?: readonly string[] | null;
  readonly entrypoint?: readonly string[] | null;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly networks?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly { readonly target: number; readonly published?: string; readonly host_ip?: string; readonly protocol?: string }[];
  readonly volumes?: readonly { readonly type: string; readonly source?: string; readonly target: string }[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly mem_limit?: string;
  readonly mem_reservation?: string;
  readonly cpus?: number;
  readonly build?: { readonly context?: string };
  readonly deploy?: { readonly replicas?: number; readonly resources?: { readonly limits?: { readonly cpus?: string | number; readonly memory?: string }; readonly reservations?: { readonly memory?: string } } };
  readonly scale?: number;
  readonly stop_grace_period?: string;
  readonly shm_size?: string;
  readonly ulimits?: { readonly nofile?: number | { readonly soft: number; readonly hard: number } };
}

/** What the loader makes of a folder: its errors, or every service. */
export interface LoadedProject {
  readonly errors: readonly string[];
  readonly services: Readonly<Record<string, LoadedService>>;
}

/** Loads files of a folder in the order of merging and gives the project as the loader understands it; paths are relative to the folder. */
export async function loadCompose(folder: string, files: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<LoadedProject> {
  const full = resolve(folder);
  const flags = ['--model', ...files.map((file) => `--file=${file}`)];
  const { stdout } = await run(requireTool('compose-check').path, [...flags, full, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)]);
  const { errors, model } = JSON.parse(stdout.replaceAll(`${full}/`, '').replaceAll(`"${full}"`, '"."')) as { readonly errors: readonly string[]; readonly model?: { readonly services?: LoadedProject['services'] } };
  return { errors, services: model?.services ?? {} };
}
