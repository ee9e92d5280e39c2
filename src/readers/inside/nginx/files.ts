import { parseSubstituted, type Lookup } from '../../../formats/nginx-envsubst.ts';
import type { NginxFiles } from '../../../formats/nginx-include.ts';
import { parseNginx } from '../../../formats/nginx-syntax.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { RunningContainer } from '../running.ts';
import { nginxCommand, runsImageScripts, type NginxCommand } from './command.ts';
import { IMAGE_FILE, MAIN_PATHS, nginxImage } from './image.ts';

/** One file that nginx sees, and the variables that are put in before. */
interface Seen {
  readonly file: SourceFile;
  readonly lookup?: Lookup;
}

/** The files that nginx sees: those of the tree, those that are made at start, and the main one of the image. */
export interface SeenFiles extends NginxFiles {
  /** Path of the main configuration. */
  readonly main: string;
}

/** The files that nginx of this container sees; `undefined` where its main configuration is not at hand. */
export function filesOf(container: RunningContainer, command: NginxCommand = nginxCommand(container)): SeenFiles | undefined {
  const image = nginxImage(container);
  const made = madeAtStart(container, command);
  const stated = command.main ?? MAIN_PATHS.find((path) => made.has(path) || container.file(path) !== undefined);
  const brought = new Map<string, Seen>(image === undefined || (stated !== undefined && stated !== image.main) ? [] : [[image.main, { file: { path: IMAGE_FILE, text: image.text } }]]);
  const see = (path: string): Seen | undefined => {
    const first = made.get(path);
    if (first !== undefined) return first;
    const file = container.file(path);
    return file === undefined ? brought.get(path) : { file };
  };
  const main = stated ?? image?.main;
  if (main === undefined || see(main) === undefined) return undefined;
  const parsed = new Map<string, ReturnType<NginxFiles['parsed']>>();
  return {
    main,
    paths: [...new Set([...container.files, ...made.keys()])].sort(),
    parsed: (path) => {
      if (!parsed.has(path)) {
        const seen = see(path);
        parsed.set(path, seen && { file: seen.file, ...(seen.lookup === undefined ? parseNginx(seen.file) : parseSubstituted(seen.file, seen.lookup)) });
      }
      return parsed.get(path);
    },
  };
}

/** Files that templates of the image, or an `envsubst` of the command, make before nginx starts. */
function madeAtStart(container: RunningContainer, command: NginxCommand): ReadonlyMap<string, Seen> {
  const { environment, unresolved } = container;
  const known: Lookup = (name) => (unresolved.has(name) ? undefined : environment.get(name)?.text);
  const made = new Map<string, Seen>();
  if (nginxImage(container)?.templates === true && runsImageScripts(container)) {
    const setting = (name: string, usual: string): string => environment.get(name)?.text ?? usual;
    const folder = `${setting('NGINX_ENVSUBST_TEMPLATE_DIR', '/etc/nginx/templates').replace(/\/$/, '')}/`;
    const suffix = setting('NGINX_ENVSUBST_TEMPLATE_SUFFIX', '.template');
    const output = setting('NGINX_ENVSUBST_OUTPUT_DIR', '/etc/nginx/conf.d').replace(/\/$/, '');
    // The script of the image says "is not writable", and goes on.
    const writable = container.readOnly?.includes(output) !== true;
    for (const path of container.files.filter((one) => one.startsWith(folder) && one.endsWith(suffix))) {
      const file = container.file(path);
      if (file !== undefined && writable) made.set(`${output}/${path.slice(folder.length, path.length - suffix.length)}`, { file, lookup: known });
    }
  }
  for (const { from, to, names } of command.filled) {
    const file = container.file(from) ?? made.get(from)?.file;
    if (file === undefined) continue;
    made.set(to, { file, lookup: (name) => (names === undefined || names.includes(name) ? (known(name) ?? emptied(name, container)) : undefined) });
  }
  return made;
}

/** envsubst puts nothing for a variable that is not set; one in capitals may come from the image, and stays. */
const emptied = (name: string, { unresolved }: RunningContainer): string | undefined => (/[a-z]/.test(name) && !unresolved.has(name) ? '' : undefined);
