import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from './config.ts';
import { problemsOf } from './shape.ts';

/** A configuration that cannot be used; the message says all that is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The configuration in a file, by default the one that the variable SERVER_CONFIG names. */
export async function loadConfig(path: string | undefined = process.env.SERVER_CONFIG): Promise<Config> {
  if (!path) throw new ConfigError('expected SERVER_CONFIG to name a server.config.mjs, found nothing: set it, or give the configuration to serve()');
  const file = resolve(path);
  if (!existsSync(file)) throw new ConfigError(`expected a configuration in ${file}, found no such file`);
  const module = await imported(file);
  if (module.config === undefined) throw new ConfigError(`${file}: expected an export named config, found ${Object.keys(module).join(', ') || 'no export'}`);
  return checkedConfig(module.config, file);
}

async function imported(file: string): Promise<{ readonly config?: unknown }> {
  try {
    return (await import(pathToFileURL(file).href)) as { readonly config?: unknown };
  } catch (error) {
    throw new ConfigError(`${file} cannot be used: ${error instanceof Error && error.name !== 'Error' ? String(error) : messageOf(error)}`, { cause: error });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A configuration as it is, if it has all that a server needs; `name` says where it comes from. */
export function checkedConfig(config: unknown, name: string): Config {
  const problems = problemsOf(config);
  if (problems.length > 0) throw new ConfigError([`${name} cannot be used:`, ...problems].join('\n  '));
  return config as Config;
}
