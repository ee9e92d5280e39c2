import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import { requireTool } from '../servers/tools.ts';
import { stagesOf, type Stage } from './dockerfile.ts';

const root = join(import.meta.dirname, '../..');

/** The stages of an image as folders, without an engine: what is copied and run is theirs, the base images are not. */
export interface Built {
  /** The file system of a stage, by its name. */
  readonly stages: ReadonlyMap<string, string>;
  /** The user, the folder and the command of the last one. */
  readonly user: string;
  readonly workdir: string;
  readonly command: readonly string[];
}

/** Does what the repository's Dockerfile says, below a new folder that the caller removes. */
export function buildImage(): Built & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-image-'));
  try {
    // Whoever runs the image has to reach it.
    chmodSync(folder, 0o755);
    return { folder, ...buildIn(folder) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function buildIn(folder: string): Built {
  const stages = new Map<string, string>();
  let last = { user: '', workdir: '/', command: [] as readonly string[] };
  for (const stage of stagesOf(readFileSync(join(root, 'Dockerfile'), 'utf8'))) {
    const files = join(folder, stage.name);
    stages.set(stage.name, files);
    mkdirSync(join(files, 'usr/local/bin'), { recursive: true });
    if (stage.from.startsWith('node:')) symlinkSync(nodeOf(stage.from), join(files, 'usr/local/bin/node'));
    last = run(stage, files, stages);
  }
  return { stages, ...last };
}

/** The program of a Node image, which must be the version that the tests have. */
function nodeOf(image: string): string {
  const [, version = '', major = ''] = /^node:((\d+)\.\d+\.\d+)-/.exec(image) ?? [];
  if (major !== '24') throw new Error(`${image}: expected the Node that the built-in profiles plan for, 24, with its whole version`);
  const tool = requireTool('node-24');
  if (tool.version !== version) throw new Error(`${image}: .ci/install-servers.sh installs ${tool.version}`);
  return tool.path;
}

function run(stage: Stage, files: string, stages: ReadonlyMap<string, string>): Omit<Built, 'stages'> {
  let [user, workdir, command]: [string, string, readonly string[]] = ['root', '/', []];
  for (const { word, rest } of stage.instructions) {
    if (word === 'WORKDIR') mkdirSync(join(files, (workdir = rest)), { recursive: true });
    else if (word === 'USER') user = rest;
    else if (word === 'CMD') command = JSON.parse(rest) as readonly string[];
    else if (word === 'COPY') copy(rest, files, workdir, stages);
    else if (word === 'RUN') shell(rest, files, workdir);
    else if (word !== 'HEALTHCHECK') throw new Error(`${word} ${rest}: this test does not know it`);
  }
  return { user, workdir, command };
}

/** COPY: a folder's contents go where it is copied to; several sources go into a folder. */
function copy(rest: string, files: string, workdir: string, stages: ReadonlyMap<string, string>): void {
  const [, from, words = ''] = /^(?:--from=(\S+) )?(.*)$/.exec(rest) ?? [];
  const sources = words.split(/\s+/);
  const to = sources.pop() ?? '';
  const target = join(files, posix.resolve(workdir, to));
  for (const source of sources) {
    const path = from === undefined ? inContext(source) : join(stages.get(from) ?? '', source);
    const into = statSync(path).isDirectory() ? target : to.endsWith('/') || sources.length > 1 ? join(target, basename(path)) : target;
    mkdirSync(dirname(into), { recursive: true });
    cpSync(path, into, { recursive: true, dereference: false, verbatimSymlinks: true });
  }
}

/** A file of the build context, which holds what .dockerignore lets through. */
function inContext(source: string): string {
  const sent = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').flatMap((line) => (line.startsWith('!') ? line.slice(1) : []));
  if (!sent.includes(source)) throw new Error(`COPY ${source}: .dockerignore keeps it away`);
  return join(root, source);
}

/** RUN, with the stage's own Node; packages that are installed here stand in for those that npm would fetch. */
function shell(line: string, files: string, workdir: string): void {
  const cwd = join(files, workdir);
  if (line.startsWith('npm ci ')) return linkPackages(cwd);
  const inside = line.replaceAll(/(?<=\s)\/(?=[a-z])/g, `${files}/`);
  const env = { PATH: `${join(files, 'usr/local/bin')}:${process.env['PATH']}`, HOME: cwd };
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', inside], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`RUN ${line} ended with ${status}: ${stdout}${stderr}`);
}

/** node_modules of links, so that nothing is written into those of the repository. */
function linkPackages(folder: string): void {
  if (!existsSync(join(folder, 'package-lock.json'))) throw new Error('npm ci: there is no package-lock.json');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) if (!name.startsWith('.') && name !== 'plumbline') symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
}
