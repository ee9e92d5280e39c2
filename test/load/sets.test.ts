import { describe, expect, test } from 'vitest';
import { complaintsOf, load, shown, wrongWith } from './workspace.ts';

const PROFILE = { 'shop.yaml': 'extends: medium\nmachine: { memory: 8GiB }' };

test.each([
  ['machine.memory=16GiB', 'machine.memory', '16GiB'],
  ['machine.disk.kind=nvme', 'machine.disk.kind', 'nvme'],
  ['machine.reserved_memory=1GiB', 'machine.reserved_memory', '1GiB'],
  ['workload.cache_lifetimes.short=1min', 'workload.cache_lifetimes.short', '1min'],
  ['targets.rps=2000', 'targets.rps', '2000/s'],
  ['ha=true', 'profile.ha', 'on'],
  ['domain=shop.example.com', 'profile.domain', 'shop.example.com'],
  ['trusted_proxies=[10.0.0.0/8, 192.168.0.0/16]', 'profile.trusted_proxies', '[10.0.0.0/8, 192.168.0.0/16]'],
  ['components.api.replicas=2', 'api.component.replicas', '2'],
  ['components.api.version=22', 'api.component.version', '22'],
  ['components.proxy.version=1.30', 'proxy.component.version', '1.30'],
  ['components.api.workload.cpu_time=3ms', 'api.workload.cpu_time', '3ms'],
  ['components.pooler.kind=pgbouncer', 'pooler.component.replicas', 'not stated'],
  ['api.component.version=22', 'api.component.version', '22'],
  ['db.postgres.work_mem=8MB', 'db.postgres.work_mem', '8MiB'],
  ['settings.db.postgres.work_mem=8MB', 'db.postgres.work_mem', '8MiB'],
  ['proxy.nginx.proxy_cache_valid[/feed]=1h', 'proxy.nginx.proxy_cache_valid[/feed]', '1h'],
  ['cache.redis.save=', 'cache.redis.save', ''],
  ['db.postgres.log_line_prefix=%m a=b ', 'db.postgres.log_line_prefix', '%m a=b '],
])('--set %s', (set, id, value) => {
  expect(shown(load(PROFILE, [set]).entries.get(id)).replace(/ \(--set\)$/, '')).toBe(value);
});

test('--set reaches the structure', () => {
  const stack = load(PROFILE, ['name=other', 'without=[cache]', 'components.pooler.kind=pgbouncer', 'components.api.routes=[{ path: / }, { path: /ws, stream: websocket }]']);
  expect(stack.name).toBe('other');
  expect(stack.links.map(({ from, to }) => `${from}>${to}`)).toEqual(['proxy>api', 'api>pooler', 'pooler>db']);
  expect(stack.routes.map(({ path, stream }) => `${path} ${stream}`)).toEqual(['/ none', '/ws websocket']);
});

test('--set beats the file, and a later one an earlier one', () => {
  const value = (...sets: readonly string[]): string => shown(load(PROFILE, sets).entries.get('machine.memory'));
  expect(value('machine.memory=16GiB')).toBe('16GiB (--set)');
  expect(value('machine.memory=16GiB', 'settings.machine.memory=4GiB', 'machine.memory=32GiB')).toBe('32GiB (--set)');
});

describe('what is wrong with a --set', () => {
  test.each([
    ['machine.memory', '--set: expected key=value, found "machine.memory"\n  such as --set machine.memory=16GiB or --set db.postgres.work_mem=8MB'],
    ['=x', '--set: expected key=value, found "=x"\n  such as --set machine.memory=16GiB or --set db.postgres.work_mem=8MB'],
    ['', '--set: expected key=value, found ""\n  such as --set machine.memory=16GiB or --set db.postgres.work_mem=8MB'],
    ['machine.memory=8 gigs', '--set machine.memory=8 gigs: machine.memory: expected a size such as 512MiB, found "8 gigs"\n  units of size are B, KiB, MiB, GiB and TiB'],
    ['machine.memry=8GiB', '--set machine.memry=8GiB: machine: unknown key "memry"\n  did you mean memory?'],
    ['nam=x', '--set nam=x: unknown key "nam"\n  did you mean name?'],
    ['name=../x', '--set name=../x: name: expected a plain name (a-z, 0-9 and -, at most 40 characters), found "../x"'],
    ['extends=large', '--set extends=large: extends is stated in the profile\n  name the other profile with --profile'],
    ['components.apii.replicas=2', '--set components.apii.replicas=2: there is no component "apii"\n  did you mean api?'],
    ['components.api.replcas=2', '--set components.api.replcas=2: components.api: unknown key "replcas"\n  did you mean replicas?'],
    ['components.api.replicas=', '--set components.api.replicas=: components.api.replicas: expected a whole number such as 200, found ""'],
    ['components.api=2', '--set components.api=2: settings: "components.api": there is no component "components"\n  there is proxy, api, db, cache, profile, machine, cluster, targets, workload, headers, monitoring, scenario'],
    ['db.postgres.work_mm=8MB', '--set db.postgres.work_mm=8MB: settings: unknown setting "db.postgres.work_mm"\n  did you mean db.postgres.work_mem?'],
    ['trusted_proxies=[10.0.0.0/8', '--set trusted_proxies=[10.0.0.0/8: not valid YAML: flow sequence must end with a ]'],
    ['__proto__.x=1', '--set __proto__.x=1: settings: "__proto__.x": there is no component "__proto__"\n  there is proxy, api, db, cache, profile, machine, cluster, targets, workload, headers, monitoring, scenario'],
    ['domain=a\nb', '--set domain=a\\nb: domain: expected a host name such as shop.example.com, found "a\\nb"'],
  ])('%j', (set, expected) => {
    expect(wrongWith('extends: medium', set)).toEqual([expected]);
  });

  test('is told with what is wrong in the file', () => {
    expect(wrongWith('extends: medium\nha: 3', 'machine.cpu=0').map((complaint) => complaint.split(':')[0])).toEqual(['shop.yaml', '--set machine.cpu=0']);
  });
  test('an unmentioned fault of the loader is no InputError', () => {
    expect(() => complaintsOf(() => { throw new TypeError('ours'); })).toThrow(TypeError);
  });
});
