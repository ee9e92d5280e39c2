import { parse } from 'yaml';
import type { RenderedFile } from '../model/target.ts';

/** What the rendered docker-compose.yml says of a service that matters without Docker. */
export interface Service {
  /** Its variables, `$$` resolved. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stopSignal: NodeJS.Signals;
}

/** The services of the rendered docker-compose.yml by their names. */
export function servicesOf(files: readonly RenderedFile[]): ReadonlyMap<string, Service> {
  const services = recordOf(recordOf(parse(textOf(files, 'docker-compose.yml')))['services']);
  return new Map(Object.entries(services).map(([name, service]) => {
    const { environment, stop_signal: signal } = recordOf(service);
    const variables = Object.entries(recordOf(environment)).map(([variable, value]) => [variable, String(value ?? '').replaceAll('$$', '$')]);
    return [name, { environment: Object.fromEntries(variables) as Readonly<Record<string, string>>, stopSignal: typeof signal === 'string' ? signal as NodeJS.Signals : 'SIGTERM' }];
  }));
}

/** The text of a rendered file; every plan has it, or it is a fault of ours. */
export function textOf(files: readonly RenderedFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`the rendered stack has no ${path}`);
  return file.text;
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : {});
