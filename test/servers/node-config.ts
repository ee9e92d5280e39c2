import { pathToFileURL } from 'node:url';
import { run } from './child.ts';

/** What a module exports, or why it could not be imported. Functions are left out. */
export type ImportedConfig = { readonly exports: Readonly<Record<string, unknown>> } | { readonly error: string };

/** Imports a rendered server.config.mjs in a Node of its own, with exactly the given environment. */
export async function importNodeConfig(file: string, env: Readonly<Record<string, string>> = {}): Promise<ImportedConfig> {
  const script = `const module = await import(${JSON.stringify(pathToFileURL(file).href)}); console.log('\\n' + JSON.stringify({ ...module }))`;
  const { code, stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', script], { env, within: 15_000 });
  if (code !== 0 || stderr !== '') return { error: stderr || `node ended with ${code}` };
  return { exports: JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown> };
}

/** The variables of an .env file: `NAME=value` lines, quotes taken off. */
export function parseEnv(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value.trim().replace(/^(["'])(.*)\1$/s, '$2')]));
}
