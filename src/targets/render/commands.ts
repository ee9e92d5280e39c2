import { quoted, type YamlData } from '../../formats/yaml-document.ts';
import { inShell } from '../../formats/shell-words.ts';
import { digits } from '../../formats/units.ts';
import { entryOf, valueOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { isPython } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as node from '../../settings/node.ts';
import { fileOf } from '../names.ts';
import { GUNICORN_CONFIG, startOf } from '../python/start.ts';
import { reasonOf } from '../reason.ts';

/** Words as one line for a shell. */
export const commandLine = (words: readonly string[]): string => words.map(inShell).join(' ');

/** What Render's runtime of a language does before the start. */
export function buildCommand(application: Component): string {
  if (isPython(application)) return 'pip install -r requirements.txt';
  return application.kind === 'next' ? 'npm ci && npm run build' : 'npm ci';
}

/** What starts an application: from an image as in Compose, from the repository with the rendered files where they lie in it. */
export function startCommand(plan: Stack, application: Component, from: 'in an image' | 'in the repository'): YamlData {
  if (application.kind === 'next') return nextStart(plan, application);
  if (!isPython(application)) return 'npm start';
  const words = startOf(plan, application);
  const reasons = words.flatMap(({ entry }) => (entry === undefined ? [] : [reasonOf(entry)]));
  const config = from === 'in an image' ? GUNICORN_CONFIG : fileOf(plan, application, 'gunicorn.conf.py');
  const named = application.kind === 'gunicorn' ? [valueOf(plan, application, c.app)].filter((name) => name !== undefined) : [];
  return quoted(commandLine([...words.map(({ text }) => (text === GUNICORN_CONFIG ? config : text)), ...named]), ...reasons);
}

function nextStart(plan: Stack, frontend: Component): YamlData {
  const kept = entryOf(plan, frontend, node.keep_alive_timeout);
  const flag = kept === undefined ? '' : ` --keepAliveTimeout ${digits(kept.value)}`;
  return quoted(`npx next start --port $PORT${flag}`, ...(kept === undefined ? [] : [reasonOf(kept)]));
}
