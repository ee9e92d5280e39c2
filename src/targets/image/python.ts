import { fill } from '../../formats/template.ts';
import { digits, inComment } from '../../formats/units.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { isAnswering } from '../../model/who.ts';
import template from '../../../templates/python.Dockerfile.hbs';
import { HEARTBEAT_FILE } from '../environment.ts';
import { portEntry, versionOf } from '../names.ts';
import { pythonFilesOf } from '../python/files.ts';
import { healthOf } from '../python/health.ts';
import { startOf } from '../python/start.ts';
import { reasonOf } from '../reason.ts';
import { said } from '../said.ts';
import { dockerfileOf, exec, stagesOf } from './stages.ts';

/** The Dockerfile of a Python application: its packages come in a folder of their own from a stage that can compile. */
export function pythonDockerfile(plan: Stack, application: Component): RenderedFile {
  const words = startOf(plan, application);
  const text = fill(template, {
    ...stagesOf(plan, application, healthOf(plan, application)),
    server: serverOf(plan, application),
    files: pythonFilesOf(application).map(({ name }) => name).join(', '),
    port: isAnswering(application) ? said(portEntry(plan, application), digits) : false,
    heartbeat: HEARTBEAT_FILE,
    words: words.flatMap(({ text: word, entry }) => (entry === undefined ? [] : [inComment(`${word}: ${reasonOf(entry)}`)])),
    command: exec(words.map((word) => word.text)),
  });
  return { path: dockerfileOf(plan, application), text };
}

/** The server whose version the rendered files are written for. */
function serverOf(plan: Stack, application: Component): false | { readonly file: string; readonly name: string; readonly version: string } {
  if (application.kind === 'python') return false;
  return { file: application.kind === 'gunicorn' ? 'gunicorn.conf.py' : 'The command', name: application.kind, version: inComment(versionOf(plan, application)) };
}
