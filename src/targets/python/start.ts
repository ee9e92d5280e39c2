import { digits } from '../../formats/units.ts';
import type { Entry } from '../../model/entry.ts';
import { entryOf, valueOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { SECOND, type Value } from '../../model/value.ts';
import { atLeast } from '../../model/version.ts';
import type { Setting } from '../../model/setting.ts';
import * as c from '../../settings/component.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as uvicorn from '../../settings/uvicorn.ts';
import { portEntry, versionOf } from '../names.ts';
import { said, type Spell } from '../said.ts';

/** Where gunicorn finds its rendered configuration. */
export const GUNICORN_CONFIG = '/app/gunicorn.conf.py';

/** A word of the command that starts an application, and the entry that it comes from. */
export interface CommandWord {
  readonly text: string;
  readonly entry?: Entry;
}

/** The command that starts a Python application: a file says all that gunicorn is told, flags what uvicorn is. */
export function startOf(plan: Stack, application: Component): readonly CommandWord[] {
  if (application.kind === 'gunicorn') return [...['gunicorn', '--config', GUNICORN_CONFIG].map((text) => ({ text })), ...unnamedApplication(plan, application)];
  if (application.kind === 'uvicorn') return uvicornCommand(plan, application);
  const entry = entryOf(plan, application, c.command);
  return (entry?.value ?? []).map((text, i) => (i === 0 && entry !== undefined ? { text, entry } : { text }));
}

/** Where the file cannot name the application yet, the command does. */
function unnamedApplication(plan: Stack, application: Component): readonly CommandWord[] {
  const app = entryOf(plan, application, c.app);
  return app === undefined || entryOf(plan, application, gunicorn.wsgi_app) !== undefined ? [] : [{ text: app.value, entry: app }];
}

const wholeSeconds: Spell<number> = (time) => (time % SECOND === 0 ? digits(time / SECOND) : undefined);

function uvicornCommand(plan: Stack, application: Component): readonly CommandWord[] {
  const word = <T extends Value>(entry: Entry<T> | undefined, spell: Spell<T>, before = ''): readonly CommandWord[] =>
    (entry === undefined ? [] : [{ text: `${before}${said(entry, spell).value}`, entry }]);
  const flag = <T extends Value>(name: string, setting: Setting<T>, spell: Spell<T>): readonly CommandWord[] => word(entryOf(plan, application, setting), spell, `--${name}=`);
  const graceful = atLeast(versionOf(plan, application), uvicorn.timeout_graceful_shutdown.since ?? '');
  const jitter = valueOf(plan, application, uvicorn.limit_max_requests) !== undefined && atLeast(versionOf(plan, application), uvicorn.limit_max_requests_jitter.since ?? '');
  const proxied = entryOf(plan, application, uvicorn.proxy_headers);
  return [
    { text: 'uvicorn' },
    ...word(entryOf(plan, application, uvicorn.app), String),
    ...flag('host', uvicorn.host, String),
    ...word(portEntry(plan, application), digits, '--port='),
    ...flag('workers', uvicorn.workers, digits),
    ...flag('backlog', uvicorn.backlog, digits),
    ...flag('timeout-keep-alive', uvicorn.timeout_keep_alive, wholeSeconds),
    ...(graceful ? flag('timeout-graceful-shutdown', uvicorn.timeout_graceful_shutdown, wholeSeconds) : []),
    ...flag('limit-concurrency', uvicorn.limit_concurrency, digits),
    ...flag('limit-max-requests', uvicorn.limit_max_requests, digits),
    ...(jitter ? flag('limit-max-requests-jitter', uvicorn.limit_max_requests_jitter, digits) : []),
    ...(proxied === undefined ? [] : [{ text: proxied.value ? '--proxy-headers' : '--no-proxy-headers', entry: proxied }]),
    ...flag('forwarded-allow-ips', uvicorn.forwarded_allow_ips, String),
    { text: '--no-server-header' },
  ];
}
