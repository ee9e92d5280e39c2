import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool, type ToolId } from '../servers/tools.ts';
import { buildImage } from './image.ts';

const root = join(import.meta.dirname, '../..');

/** The Nodes that the package promises to run on. */
export const NODES = ['node-20', 'node-22', 'node-24', 'node-26'] as const satisfies readonly ToolId[];

/** What `npm pack` says of the tarball. */
export interface Packed {
  readonly folder: string;
  readonly path: string;
  /** Bytes, packed and unpacked. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** Packs what the Dockerfile's first stage has built, with its types, as `npm pack` does in a clone: nothing of the repository is touched. */
export function pack(): Packed {
  const { folder, stages } = buildImage();
  const built = join(stages.get('build') ?? '', 'build');
  for (const file of ['README.md', 'CHANGELOG.md', 'ci']) cpSync(join(root, file), join(built, file), { recursive: true });
  must(spawnSync(process.execPath, [join(built, 'build/types.mjs')], { encoding: 'utf8' }));
  const said = must(spawnSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: built, encoding: 'utf8' }));
  const [packed] = JSON.parse(said) as [{ readonly filename: string } & Omit<Packed, 'path' | 'folder'>];
  return { ...packed, folder, path: join(folder, packed.filename) };
}

/** Installs the tarball into an empty folder with one Node, from nowhere but itself; `gen` is then in node_modules/.bin. */
export function install(packed: Packed, node: (typeof NODES)[number]): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = join(packed.folder, node);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'cache'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const bin = join(requireTool(node).path, '..');
  const env = { PATH: `${join(folder, 'node_modules/.bin')}:${bin}:${process.env['PATH']}`, HOME: folder, LC_ALL: 'C', npm_config_cache: join(folder, 'cache'), npm_config_update_notifier: 'false' };
  must(spawnSync('npm', ['install', '--offline', '--no-audit', '--no-fund', packed.path], { cwd: folder, env, encoding: 'utf8' }));
  return { folder, env };
}

/** The standard output of a command that has to succeed. */
export function must({ status, stdout, stderr }: { readonly status: number | null; readonly stdout: string; readonly stderr: string }): string {
  if (status !== 0) throw new Error(`ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}
