import { defineCheck, type Breach } from '../model/check.ts';
import { all, structure } from '../model/input.ts';
import { documentsOf } from '../model/document.ts';
import { entriesIn } from '../model/lookup.ts';
import { plainly } from '../model/quote.ts';
import type { Component, Stack } from '../model/stack.ts';
import { nginxConfig, walk } from '../formats/nginx-config.ts';
import { bind, build, command, read_only_mount } from '../settings/found.ts';
import * as component from '../settings/component.ts';
import { bareImage, ifStated, sides, statedOf } from './wiring.ts';

/** Where an image of a kind looks for configuration, and the files that are its configuration at all. */
interface Habit {
  readonly images: readonly string[];
  readonly programs: readonly string[];
  readonly config: RegExp;
  /** Paths in the container that are read without being named. */
  readonly read: RegExp;
  readonly name: (path: string) => string;
}

const HABITS: Readonly<Record<string, Habit>> = {
  postgres: {
    images: ['postgres', 'postgis', 'pgvector', 'timescaledb'], programs: ['postgres', 'docker-entrypoint.sh'],
    config: /(?:^|\/)(?:postgresql|postgres|pg)[^/]*\.conf$|\/postgresql\/[^/]+\.conf$/,
    read: /^\/var\/lib\/(?:postgresql|pgsql)\/(?:[0-9]+\/)?(?:data|docker|main)?\/?(?:pgdata\/)?[^/]+$|\.sample$|^\/docker-entrypoint-initdb\.d\//,
    name: (path) => `postgres -c config_file=${path}`,
  },
  redis: {
    images: ['redis', 'valkey'], programs: ['redis-server', 'valkey-server', 'docker-entrypoint.sh'],
    config: /(?:redis|valkey)[^/]*\.conf$|\/(?:redis|valkey)\/[^/]+\.conf$/, read: /(?!)/, name: (path) => `redis-server ${path}`,
  },
  pgbouncer: { images: ['pgbouncer'], programs: ['pgbouncer'], config: /\.ini$/, read: /^\/etc\/pgbouncer\/pgbouncer\.ini$|^\/(?:opt\/)?bitnami\/pgbouncer\/conf\//, name: (path) => `pgbouncer ${path}` },
  nginx: {
    images: ['nginx', 'nginx-unprivileged'], programs: ['nginx', 'nginx-debug', '/docker-entrypoint.sh'],
    config: /^\/etc\/nginx\/.+\.conf$|nginx[^/]*\.conf$/, read: /^\/etc\/nginx\/(?:nginx\.conf|conf\.d\/[^/]+\.conf|templates\/.+\.template)$/, name: () => '/etc/nginx/conf.d/*.conf or an include of nginx.conf',
  },
};

/** The image of nginx makes files of its templates, and puts them here. */
const MADE = '/etc/nginx/conf.d';
const TEMPLATES = /^\/etc\/nginx\/templates(?:\/|$)/;

/** Files of the tree that something was read from: configuration of this component. */
function readFrom(stack: Stack, of: Component): readonly string[] {
  const files = new Set<string>((stack.documents ?? []).filter((document) => document.component === of.name).map(({ file }) => file));
  for (const { content } of documentsOf(stack.documents, of.name, nginxConfig)) walk(content.main, (directive) => files.add(directive.file.path));
  for (const entry of entriesIn(stack, of)) if (entry.setting.kind === of.kind && entry.origin.from === 'stated') files.add(entry.origin.at.file);
  return [...files];
}

/** The files that are mounted into a server against those that it reads. */
export const configNotLoaded = defineCheck({
  id: 'config-not-loaded',
  severity: 'warning',
  confidence: 'certain',
  on: Object.keys(HABITS),
  // Other images, and those that are built, may start in ways of their own; a file that was not read may include anything.
  when: (stack, of) => {
    const image = statedOf(stack, of, component.image)[0]?.value;
    const configs = documentsOf(stack.documents, of.name, nginxConfig);
    if (of.kind === 'nginx' && (configs.length === 0 || configs.some(({ content }) => !content.complete))) return false;
    return image !== undefined && HABITS[of.kind]?.images.includes(bareImage(image)) === true && statedOf(stack, of, build).length === 0 && statedOf(stack, of, bind).length > 0;
  },
  reads: { component: structure((_, of) => ({ name: of.name, kind: of.kind })), binds: all(bind), readOnly: all(read_only_mount), command: ifStated(command), read: structure(readFrom) },
  broken: (v) => {
    const habit = HABITS[v.component.kind];
    const words = (v.command ?? '').split(/\s+/);
    const first = words[0] ?? '';
    if (habit === undefined || !(first === '' || first.startsWith('-') || habit.programs.includes(first) || habit.programs.includes(first.split('/').at(-1) ?? ''))) return undefined;
    const named = (path: string): boolean => (v.command ?? '').includes(path) || (v.component.kind !== 'nginx' && words.some((word) => word.endsWith(`/${path.split('/').at(-1) ?? ''}`) && !word.includes('config_file=/')));
    const loaded = v.binds.some(({ subject }) => named(subject));
    const closed = v.component.kind === 'nginx' ? v.readOnly.find(({ subject }) => subject === MADE) : undefined;
    return v.binds.flatMap(({ subject, value, entry }): readonly Breach[] => {
      if (closed !== undefined && TEMPLATES.test(subject)) {
        const isRead = v.read.some((path) => path === value || path.startsWith(`${value}/`));
        return isRead ? [] : [{ message: `${plainly(value, 80)} is mounted as ${plainly(subject, 80)}, and nothing is made of it: ${MADE} is mounted read-only`, entries: sides(entry, closed.entry) }];
      }
      // What another file that is loaded includes is not known here: only a main configuration is missed for certain.
      if (!habit.config.test(subject) || habit.read.test(subject) || named(subject) || v.read.includes(value) || (loaded && v.component.kind !== 'nginx')) return [];
      return [{ message: `${plainly(value, 80)} is mounted as ${plainly(subject, 80)}, and ${v.component.name} does not load it; it would with ${habit.name(plainly(subject, 80))}`, entries: sides(entry) }];
    });
  },
  why: 'The server runs on its defaults while everybody reads, and changes, a file that has no effect.',
  fix: 'name the file in the command, or mount it where the server looks for it; let a folder be written that files are made in.',
  source: 'hub.docker.com/_/postgres, _/redis, _/nginx: how to use a configuration file of one\'s own',
  examples: {
    holds: [
      { component: { name: 'db', kind: 'postgres' }, binds: [{ subject: '/etc/postgresql/postgresql.conf', value: 'postgresql.conf' }], readOnly: [], command: 'postgres -c config_file=/etc/postgresql/postgresql.conf', read: [] },
      { component: { name: 'db', kind: 'postgres' }, binds: [{ subject: '/var/lib/postgresql/data/postgresql.conf', value: 'postgresql.conf' }], readOnly: [], command: undefined, read: [] },
      { component: { name: 'cache', kind: 'redis' }, binds: [{ subject: '/etc/redis.conf', value: 'redis.conf' }], readOnly: [], command: 'redis-server /etc/redis.conf', read: [] },
      { component: { name: 'proxy', kind: 'nginx' }, binds: [{ subject: '/etc/nginx/snippets/tls.conf', value: 'tls.conf' }], readOnly: [], command: undefined, read: ['tls.conf'] },
      { component: { name: 'proxy', kind: 'nginx' }, binds: [{ subject: '/etc/nginx/templates', value: 'templates' }], readOnly: [], command: undefined, read: ['templates/a.conf.template'] },
    ],
    breaks: [
      { component: { name: 'db', kind: 'postgres' }, binds: [{ subject: '/etc/postgresql/postgresql.conf', value: 'postgresql.conf' }], readOnly: [], command: undefined, read: [] },
      { component: { name: 'cache', kind: 'redis' }, binds: [{ subject: '/usr/local/etc/redis/redis.conf', value: 'redis.conf' }], readOnly: [], command: 'redis-server --maxmemory 256mb', read: [] },
      { component: { name: 'proxy', kind: 'nginx' }, binds: [{ subject: '/etc/nginx/sites-enabled/app.conf', value: 'app.conf' }], readOnly: [], command: undefined, read: ['nginx.conf'] },
      { component: { name: 'proxy', kind: 'nginx' }, binds: [{ subject: '/etc/nginx/templates', value: 'templates' }], readOnly: [{ subject: '/etc/nginx/conf.d', value: true }], command: undefined, read: ['conf.d/a.conf'] },
    ],
  },
});
