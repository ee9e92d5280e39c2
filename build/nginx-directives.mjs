/**
 * Writes src/settings/nginx-directives.json: `node build/nginx-directives.mjs DIRECTIVES.tsv NGINX_SOURCE VERSION`.
 * The first is a table taken from nginx.org's documentation (names, syntax, contexts, first versions); the second a
 * folder of nginx's own sources, which say contexts and numbers of arguments exactly. Both are BSD-2-Clause.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [table, source, version] = process.argv.slice(2);

const CONTEXTS = {
  NGX_MAIN_CONF: ['main'], NGX_EVENT_CONF: ['events'],
  NGX_HTTP_MAIN_CONF: ['http'], NGX_HTTP_SRV_CONF: ['http.server'], NGX_HTTP_LOC_CONF: ['http.location'], NGX_HTTP_UPS_CONF: ['http.upstream'],
  NGX_HTTP_SIF_CONF: ['http.server.if'], NGX_HTTP_LIF_CONF: ['http.location.if'], NGX_HTTP_LMT_CONF: ['http.limit_except'],
  NGX_STREAM_MAIN_CONF: ['stream'], NGX_STREAM_SRV_CONF: ['stream.server'], NGX_STREAM_UPS_CONF: ['stream.upstream'],
  NGX_MAIL_MAIN_CONF: ['mail'], NGX_MAIL_SRV_CONF: ['mail.server'],
};

/** Numbers of arguments that the flags of a command allow; -1 is without end. */
function countsOf(flags) {
  const counts = new Set();
  let more;
  for (const flag of flags) {
    if (flag === 'NGX_CONF_NOARGS') counts.add(0);
    if (flag === 'NGX_CONF_FLAG') counts.add(1);
    if (flag === 'NGX_CONF_ANY') more = 0;
    const [, least] = /^NGX_CONF_([12])MORE$/.exec(flag) ?? [];
    if (least) more = Number(least);
    const [, taken] = /^NGX_CONF_TAKE([0-9]+)$/.exec(flag) ?? [];
    for (const digit of taken ?? '') counts.add(Number(digit));
  }
  return more === undefined ? [...counts].sort().join(',') : `${more}+`;
}

/** Setters that refuse a second value in the same block. */
const ONCE = /^ngx_conf_set_(?:flag|str|num|size|off|msec|sec|bufs|enum)_slot$/;

/** The same of setters of their own, as nginx 1.28.3 says when it is asked ("is duplicate"). */
const MEASURED = new Set([
  'alias', 'root', 'proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'grpc_pass', 'memcached_pass', 'keepalive', 'keepalive_timeout', 'resolver', 'worker_processes', 'worker_connections',
  'worker_cpu_affinity', 'worker_priority', 'auth_basic', 'auth_basic_user_file', 'auth_request', 'expires', 'limit_rate', 'limit_rate_after', 'open_file_cache', 'proxy_cache', 'proxy_cache_key',
  'proxy_next_upstream', 'proxy_method', 'proxy_store', 'proxy_bind', 'real_ip_header', 'try_files', 'charset', 'internal', 'aio', 'directio',
]);

/** What setters read their words as. */
const VALUES = { num: 'count', size: 'size', off: 'bytes', msec: 'time', sec: 'seconds', bufs: 'buffers' };

/** The same of setters of their own. */
const valueOf = (setter) =>
  VALUES[/^ngx_conf_set_([a-z]+)_slot$/.exec(setter)?.[1]] ?? { ngx_http_core_keepalive: 'time', ngx_http_upstream_keepalive: 'count', ngx_event_connections: 'count' }[setter];

/** The commands of nginx's sources: name, module, contexts, arguments. */
function commandsOf(folder) {
  const found = [];
  for (const path of readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.c'))) {
    const text = readFileSync(join(folder, 'src', path), 'utf8');
    for (const [, name, list, setter] of text.matchAll(/\{\s*ngx_string\("([a-z0-9_]+)"\),\s*([A-Z0-9_|\s]*NGX_[A-Z0-9_|\s]*CONF[A-Z0-9_|\s]*),\s*(\w+),/g)) {
      const flags = list.split('|').map((flag) => flag.trim());
      // The commands of SSI look alike and are none.
      if (countsOf(flags) === '') continue;
      const module = /([a-z_0-9]+)\.c$/.exec(path)[1];
      const contexts = flags.includes('NGX_ANY_CONF') ? ['any'] : flags.flatMap((flag) => CONTEXTS[flag] ?? []);
      found.push({ name, module, in: contexts, args: countsOf(flags), ...(flags.includes('NGX_CONF_BLOCK') ? { block: true } : {}), ...(flags.includes('NGX_CONF_FLAG') ? { flag: true } : {}), ...(ONCE.test(setter) || (MEASURED.has(name) && !module.startsWith('ngx_mail') && !module.startsWith('ngx_stream')) ? { once: true } : {}), ...(valueOf(setter) ? { value: valueOf(setter) } : {}) });
    }
  }
  return found;
}

/** The least and greatest number of arguments that a syntax of the manual allows, rather too many than too few. */
function syntaxCounts(syntax) {
  if (syntax === '') return '0';
  // Alternatives of several words, code in quotes: how many words that is only a person can tell.
  if (/'|\w \| \w+ \w|\w \w+ \| /.test(syntax.replace(/\[[^\]]*\]/g, '')) && !/^[a-z]+( \| [a-z]+)*$/.test(syntax)) return '0+';
  const flat = syntax.replace(/\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]/g, '?');
  const ways = flat.split(' | ').map((way) => way.trim().split(/\s+/));
  const least = Math.min(...ways.map((way) => way.filter((word) => word !== '?' && word !== '...').length));
  const most = Math.max(...ways.map((way) => way.length));
  if (syntax.includes('...') || syntax.includes('parameters')) return `${least}+`;
  return Array.from({ length: most - least + 1 }, (_, i) => least + i).join(',');
}

/** The first versions of whole modules. */
const MODULES = { ngx_http_v3_module: '1.25.0', ngx_http_v2_module: '1.9.5' };

const FAMILIES = { http: ['http', 'http.'], stream: ['stream', 'stream.'], mail: ['mail', 'mail.'] };

/** The contexts of the manual, in the words of the table. */
function manualContexts(module, list) {
  const family = /^ngx_(http|stream|mail)_/.exec(module)?.[1];
  return list.split(',').filter(Boolean).flatMap((context) => {
    if (Object.hasOwn(FAMILIES, context) || ['main', 'events'].includes(context)) return [context];
    if (context === 'if') return ['http.server.if', 'http.location.if'];
    if (context === 'if in location') return ['http.location.if'];
    if (['server', 'location', 'upstream', 'limit_except'].includes(context)) return family === undefined ? ['http', 'stream', 'mail'].map((one) => `${one}.${context}`) : [`${family}.${context}`];
    return [context];
  });
}

const rows = readFileSync(table, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')).slice(1).map((line) => line.split('\t'));
const commands = commandsOf(source);
const directives = {};
const put = (name, entry) => {
  const others = (directives[name] ??= []);
  if (!others.some((other) => other.module === entry.module && other.in === entry.in)) others.push(entry);
};
const used = new Set();
for (const { name, in: contexts, ...rest } of commands) {
  const row = rows.find((other) => other[1] === name && describes(other, rest.module, contexts));
  if (row !== undefined) used.add(row);
  const since = row === undefined ? undefined : firstVersion(row);
  const families = new Set(contexts.map((context) => context.split('.')[0]));
  const manual = row === undefined ? [] : manualContexts(row[0], row[5]).filter((context) => families.has(context.split('.')[0]));
  const args = row === undefined || rest.args.endsWith('+') || row[3].includes(' | ') ? rest.args : wider(rest.args, syntaxCounts(row[3]));
  put(name, { module: row?.[0] ?? rest.module, in: [...new Set([...contexts, ...(contexts.includes('any') ? [] : manual)])].join(' '), args, ...(rest.block ? { block: true } : {}), ...(rest.flag ? { flag: true } : {}), ...(rest.once ? { once: true } : {}), ...(rest.value ? { value: rest.value } : {}), ...(since ? { since } : {}) });
}

/** Whether a row of the manual is about a command of the sources: its modules are named a little differently, its contexts are of one family. */
function describes(row, module, contexts) {
  if (row[0] === module) return true;
  const family = (context) => context.split('.')[0];
  const families = new Set(contexts.map(family));
  return manualContexts(row[0], row[5]).some((context) => contexts.includes(context) && families.has(family(context))) || (contexts.includes('any') && row[5] === '');
}

/** The numbers of arguments that either of two allows. */
function wider(a, b) {
  if (b.endsWith('+')) return b;
  return [...new Set([...a.split(','), ...b.split(',')])].sort().join(',');
}
for (const row of rows) {
  const [module, name, block, syntax, , contexts, , commercial, opened] = row;
  if (used.has(row) || (directives[name] ?? []).some((entry) => entry.module === module && entry.in.startsWith(manualContexts(module, contexts)[0] ?? 'any'))) continue;
  const since = firstVersion(row);
  const list = manualContexts(module, contexts).join(' ');
  put(name, { module, in: list === '' ? 'any' : list, args: syntaxCounts(syntax), ...(block === 'block' ? { block: true } : {}), ...(/^on ?\| ?off$/.test(syntax) ? { flag: true } : {}), ...(since ? { since } : {}), ...(commercial !== '' && opened === '' ? { plus: true } : {}) });
}

/** The first version of nginx itself; modules that are built apart count their own versions. */
function firstVersion([module, , , , , , appeared, , opened]) {
  if (opened) return opened;
  if (/_js_module|_acme_|otel/.test(module)) return undefined;
  // Of two versions the last is that of the older branch: what is known there is known everywhere above.
  return /^[1-9]/.test(appeared) ? appeared.split(' ').at(-1) : MODULES[module];
}

const lines = Object.keys(directives).sort().map((name) => `${JSON.stringify(name)}: ${JSON.stringify(directives[name])}`);
const about = `nginx.org documentation (BSD-2-Clause) of July 2026, contexts and numbers of arguments from the sources of nginx ${version} (BSD-2-Clause) where it has the directive`;
writeFileSync(new URL('../src/settings/nginx-directives.json', import.meta.url), `{\n"source": ${JSON.stringify(about)},\n"directives": {\n${lines.join(',\n')}\n}\n}\n`);
