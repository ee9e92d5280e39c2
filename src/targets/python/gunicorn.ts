import { inDocstring, pythonFlag, pythonString, wholeIn } from '../../formats/python-values.ts';
import { fill } from '../../formats/template.ts';
import { digits, inComment } from '../../formats/units.ts';
import { entryOf, valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { SECOND, type Value } from '../../model/value.ts';
import { atLeast } from '../../model/version.ts';
import * as c from '../../settings/component.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as uvicorn from '../../settings/uvicorn.ts';
import template from '../../../templates/gunicorn.conf.py.hbs';
import { portEntry, versionOf } from '../names.ts';
import { said, type Spell } from '../said.ts';
import { liner, type Line } from './lines.ts';

/** A line of the file, and whether the worker class makes nothing of it. */
interface GunicornLine extends Line {
  readonly without_effect: boolean;
}

const seconds = wholeIn(SECOND);

/** gunicorn has had a socket to be asked through since this version. */
const CONTROL_SOCKET = '25.1';

/** The gunicorn.conf.py of one application. */
export function renderGunicornConfig(plan: Stack, application: Component): string {
  const version = versionOf(plan, application);
  const settings = linesOf(plan, application);
  const has = (setting: Setting<Value>): boolean => settings.some(({ name }) => name === setting.name);
  const threads = has(gunicorn.threads);
  const timeout = (valueOf(plan, application, gunicorn.timeout) ?? 0) > 0;
  const port = !has(gunicorn.bind) && said(portEntry(plan, application), digits);
  return fill(template, {
    name: inDocstring(inComment(application.name)),
    version: inDocstring(inComment(version)),
    names_application: has(gunicorn.wsgi_app),
    application: inDocstring(inComment(valueOf(plan, application, c.app) ?? '')),
    variables: [...(port ? ['HOST', 'PORT'] : []), 'WEB_CONCURRENCY', 'WORKERS', ...(threads ? ['THREADS'] : []), ...(timeout ? ['TIMEOUT'] : []), 'LOG_LEVEL'],
    settings,
    port,
    threads,
    timeout,
    tmp_dir: has(gunicorn.worker_tmp_dir),
    control_socket: atLeast(version, CONTROL_SOCKET),
    ...uvicornOf(plan, application),
  });
}

/** What is known of gunicorn's own settings, in the order of the file. */
function linesOf(plan: Stack, application: Component): readonly GunicornLine[] {
  const known = liner(plan, application);
  const line = <T extends Value>(setting: Setting<T>, spell: Spell<T>): readonly GunicornLine[] =>
    known(setting, spell).map((one) => ({ ...one, without_effect: !isHonoured(plan, application, setting.name) }));
  // What a class does not honour stands here where somebody stated it: not saying it would hide that it does nothing.
  const honoured = <T extends Value>(setting: Setting<T>, spell: Spell<T>): readonly GunicornLine[] =>
    line(setting, spell).filter(({ without_effect }) => !without_effect || entryOf(plan, application, setting)?.origin.from === 'stated');
  return [
    ...line(gunicorn.wsgi_app, pythonString), ...line(gunicorn.bind, pythonString),
    ...line(gunicorn.worker_class, pythonString), ...line(gunicorn.workers, digits), ...honoured(gunicorn.threads, digits), ...honoured(gunicorn.worker_connections, digits),
    ...line(gunicorn.max_requests, digits), ...line(gunicorn.max_requests_jitter, digits),
    ...line(gunicorn.timeout, seconds), ...line(gunicorn.graceful_timeout, seconds), ...honoured(gunicorn.keepalive, seconds),
    ...line(gunicorn.backlog, digits), ...line(gunicorn.preload_app, pythonFlag), ...line(gunicorn.worker_tmp_dir, pythonString), ...line(gunicorn.forwarded_allow_ips, pythonString),
    ...line(gunicorn.limit_request_line, digits), ...line(gunicorn.limit_request_fields, digits), ...line(gunicorn.limit_request_field_size, digits),
  ];
}

/** Which classes honour what others ignore. */
const HONOURED_BY: Readonly<Record<string, readonly gunicorn.Style[]>> = {
  threads: ['threads'],
  worker_connections: ['threads', 'greenlets'],
  keepalive: ['threads', 'greenlets', 'loop'],
};

function isHonoured(plan: Stack, application: Component, name: string): boolean {
  const style = gunicorn.styleOf(valueOf(plan, application, gunicorn.worker_class) ?? 'sync', valueOf(plan, application, gunicorn.threads) ?? 1);
  return HONOURED_BY[name]?.includes(style) ?? true;
}

/** What uvicorn is told beside what gunicorn's worker hands on to it; only where its class is named by a module. */
function uvicornOf(plan: Stack, application: Component) {
  const [, module, name] = /^(uvicorn[\w.]*)\.(\w+)$/.exec(valueOf(plan, application, gunicorn.worker_class) ?? '') ?? [];
  if (module === undefined || name === undefined) return { uvicorn: false, worker_module: false };
  const line = liner(plan, application);
  const lines = [
    ...line(uvicorn.limit_concurrency, digits), ...line(uvicorn.timeout_keep_alive, seconds), ...line(uvicorn.timeout_graceful_shutdown, seconds), ...line(uvicorn.proxy_headers, pythonFlag),
  ];
  return { uvicorn: lines.length > 0 && lines, worker_module: module, worker_name: name };
}
