import { parse } from 'yaml';
import type { RenderedFile } from '../model/target.ts';

/** A rendered file, and where its container has it. */
export interface Mount { readonly file: string; readonly target: string }

/** What the rendered docker-compose.yml says of a service that matters without Docker. */
export interface Service {
  /** Its variables, `$$` resolved. */
  readonly environment: Readonly<Record<string, string>>;
  /** The words of its command, `$$` resolved; none where the image's own is meant. */
  readonly command: readonly string[];
  readonly configs: readonly Mount[];
  /** Its folders in memory. */
  readonly scratch: readonly string[];
  readonly stopSignal: NodeJS.Signals;
}

/** The services of the rendered docker-compose.yml by their names. */
export function servicesOf(files: readonly RenderedFile[]): ReadonlyMap<string, Service> {
  const compose = recordOf(parse(textOf(files, 'docker-compose.yml')));
  const sources = recordOf(compose['configs']);
  return new Map(Object.entries(recordOf(compose['services'])).map(([name, service]) => {
    const { environment, command, configs, tmpfs, stop_signal: signal } = recordOf(service);
    return [name, {
      environment: Object.fromEntries(Object.entries(recordOf(environment)).map(([variable, value]) => [variable, resolved(value)])),
      command: listOf(command).map(resolved),
      configs: listOf(configs).map(recordOf).map(({ source, target }) => ({ file: String(recordOf(sources[String(source)])['file']).replace(/^\.\//, ''), target: String(target) })),
      scratch: listOf(tmpfs).map((folder) => String(folder).replace(/:.*$/, '')),
      stopSignal: typeof signal === 'string' ? signal as NodeJS.Signals : 'SIGTERM',
    }];
  }));
}

/** The text of a rendered file; every plan has it, or it is a fault of ours. */
export function textOf(files: readonly RenderedFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`the rendered stack has no ${path}`);
  return file.text;
}

const resolved = (value: unknown): string => String(value ?? '').replaceAll('$$', '$');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : {});
