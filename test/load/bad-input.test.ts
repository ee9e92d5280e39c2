import { describe, expect, test } from 'vitest';
import { wrongWith } from './workspace.ts';

/** What the profile says below its first line, `extends: medium`, and the first line of what is wrong with it (and the hint). */
type Case = readonly [what: string, lines: string, complaint: string, hint?: string];

function all(cases: readonly Case[]): void {
  test.each(cases)('%s', (_what, lines, complaint, hint) => {
    const [first = 'nothing is wrong', second] = wrongWith(`extends: medium\n${lines}`)[0]?.split('\n') ?? [];
    expect(first).toBe(`shop.yaml:${complaint}`);
    if (hint !== undefined) expect(second?.trim()).toBe(hint);
  });
}

describe('keys', () => {
  all([
    ['unknown', 'color: red', '2:1: unknown key "color"'],
    ['misspelled', 'machin: { cpu: 4 }', '2:1: unknown key "machin"', 'did you mean machine?'],
    ['misspelled inside', 'machine: { memry: 4GiB }', '2:12: machine: unknown key "memry"', 'did you mean memory?'],
    ['misspelled of a component', 'components:\n  - name: api\n    replcas: 2', '4:5: components.api: unknown key "replcas"', 'did you mean replicas?'],
    ['misspelled of a route', 'components:\n  - name: api\n    routes: [{ path: /feed, cach: short }]', '4:29: components.api.routes[/feed]: unknown key "cach"', 'did you mean cache?'],
    ['on the wrong level', 'memory: 4GiB', '2:1: unknown key "memory"', 'did you mean machine.memory?'],
    ['merge keys', '<<: { ha: true }', '2:1: unknown key "<<"'],
    ['of prototypes', '__proto__: { machine: 1 }', '2:1: unknown key "__proto__"'],
    ['of constructors', 'machine: { constructor: 1 }', '2:12: machine: unknown key "constructor"'],
    ['stated twice', 'ha: true\nname: x\nha: false', '4:1: "ha" is stated twice, first in line 2', 'keep one of the two'],
  ]);
});

describe('settings', () => {
  all([
    ['misspelled', 'settings:\n  db.postgres.work_mm: 8MB', '3:3: settings: unknown setting "db.postgres.work_mm"', 'did you mean db.postgres.work_mem?'],
    ['misspelled component', 'settings:\n  bd.postgres.work_mem: 8MB', '3:3: settings: "bd.postgres.work_mem": there is no component "bd"', 'did you mean db?'],
    ['without a component', 'settings:\n  postgres.work_mem: 8MB', '3:3: settings: "postgres.work_mem": there is no component "postgres"', 'did you mean db.postgres.work_mem?'],
    ['without component and kind', 'settings:\n  work_mem: 8MB', '3:3: settings: "work_mem" names no setting', 'did you mean db.postgres.work_mem?'],
    ['without a kind', 'settings:\n  db.work_mem: 8MB', '3:3: settings: unknown setting "db.work_mem"', 'did you mean db.postgres.work_mem?'],
    ['of another kind', 'settings:\n  db.nginx.worker_connections: 1024', '3:3: settings: "db.nginx.worker_connections": db is postgres and has no settings of nginx'],
    ['as nested keys', 'settings:\n  db:\n    postgres: { work_mem: 8MB }', '3:3: settings: "db" names no setting', 'a setting is named <component>.<kind>.<setting>, such as db.postgres.work_mem'],
    ['of the pooler without one', 'settings:\n  pooler.pgbouncer.pool_mode: session', '3:3: settings: "pooler.pgbouncer.pool_mode": there is no component "pooler"', 'list it among the components: - name: pooler'],
    ['without a route', 'settings:\n  api.route.timeout: 40s', '3:3: settings: "api.route.timeout" is stated for each route', 'write api.route.timeout[/]'],
    ['of a route that is not there', 'settings:\n  api.route.timeout[/fed]: 40s', '3:3: settings: "api.route.timeout[/fed]": api has no route "/fed"', 'did you mean /feed?'],
    ['of an upstream that is not there', 'settings:\n  proxy.nginx.upstream.keepalive[db]: 16', '3:3: settings: "proxy.nginx.upstream.keepalive[db]": proxy has no upstream "db"', 'there is api'],
    ['of a client that is not there', 'settings:\n  db.postgres.statement_timeout[proxy]: 5s', '3:3: settings: "db.postgres.statement_timeout[proxy]": db has no client "proxy"', 'there is api'],
    ['with a needless subject', 'settings:\n  db.postgres.work_mem[/feed]: 8MB', '3:3: settings: "db.postgres.work_mem[/feed]": this setting has no [/feed]', 'write db.postgres.work_mem'],
    ['of the whole stack for one component', 'settings:\n  api.workload.kind: web', '3:3: settings: api.workload.kind is stated for the whole stack only', 'did you mean workload.kind?'],
    ['that are a list of the profile', 'settings:\n  profile.without: [cache]', '3:3: settings: profile.without is stated as the list "without" of the profile'],
    ['of prototypes', 'settings:\n  __proto__.x: 1', '3:3: settings: "__proto__.x": there is no component "__proto__"'],
    ['of constructors', 'settings:\n  db.postgres.constructor: 1', '3:3: settings: unknown setting "db.postgres.constructor"'],
    ['newer than the stated version', 'components:\n  - { name: db, version: "16" }\nsettings:\n  db.postgres.io_method: worker', '5:26: db.postgres.io_method came with postgres 18, and db is 16 (line 3)'],
    ['older than the stated version', 'components:\n  - { name: db, version: 18 }\nsettings:\n  db.postgres.old_snapshot_threshold: 60min', '5:39: db.postgres.old_snapshot_threshold ended before postgres 17, and db is 18 (line 3)'],
    ['newer than the stated nginx', 'components:\n  - { name: proxy, version: "1.22" }\nsettings:\n  proxy.nginx.http2: on', '5:22: proxy.nginx.http2 came with nginx 1.25.1, and proxy is 1.22 (line 3)'],
    ['without a value', 'settings:\n  db.postgres.work_mem:', '3:24: settings.db.postgres.work_mem: expected one value, found nothing'],
  ]);
});

describe('quantities', () => {
  all([
    ['a wrong unit of size', 'machine: { memory: 8 gigs }', '2:20: machine.memory: expected a size such as 512MiB, found "8 gigs"', 'units of size are B, KiB, MiB, GiB and TiB'],
    ['a wrong unit of time', 'targets: { p95: 3 moons }', '2:17: targets.p95: expected a time such as 30s, found "3 moons"', 'units of time are ms, s, min, h and d'],
    ['a time where a size belongs', 'settings: { db.postgres.work_mem: 5s }', '2:35: db.postgres.work_mem: expected a size such as 512MiB, found "5s"'],
    ['a size without unit', 'machine: { memory: 16 }', '2:20: machine.memory: expected a size such as 512MiB, found 16', 'say the unit: 16MiB or 16GiB'],
    ['a time without unit', 'targets: { p95: 150 }', '2:17: targets.p95: expected a time such as 30s, found 150', 'say the unit: 150ms, 150s or 150min'],
    ['part of a byte', 'machine: { memory: 0.3B }', '2:20: machine.memory: expected a size such as 512MiB, found "0.3B"', 'it is no whole number of bytes'],
    ['part of a thousandth of a core', 'machine: { cpu: 0.5m }', '2:17: machine.cpu: expected a number of CPU cores such as 2, 0.5 or 500m, found "0.5m"'],
    ['no memory', 'machine: { memory: 0 }', '2:20: machine.memory: expected a size from 64MiB to 64TiB, found 0'],
    ['no cores', 'machine: { cpu: 0 }', '2:17: machine.cpu: expected a number of CPU cores from 0.1 to 1024, found 0'],
    ['no requests', 'targets: { rps: 0 }', '2:17: targets.rps: expected a rate from 0.01/s to 10000000/s, found 0'],
    ['no replicas', 'components: [{ name: api, replicas: 0 }]', '2:37: components.api.replicas: expected a whole number from 1 to 1000, found 0'],
    ['a negative size', 'machine: { memory: -4GiB }', '2:20: machine.memory: expected a size such as 512MiB, found "-4GiB"'],
    ['a negative number', 'targets: { users: -3 }', '2:19: targets.users: expected a whole number from 1 to 10000000, found -3'],
    ['a negative parameter', 'settings: { db.postgres.max_connections: -1 }', '2:42: db.postgres.max_connections: expected a whole number from 1 to 262143, found -1'],
    ['-2 where only -1 is special', 'settings: { db.postgres.temp_file_limit: -2 }', '2:42: db.postgres.temp_file_limit: expected a size from -1 to about 2TiB, found -2'],
    ['not a number', 'machine: { cpu: .nan }', '2:17: machine.cpu: expected a number of CPU cores such as 2, 0.5 or 500m, found ".nan"'],
    ['infinity', 'machine: { cpu: .inf }', '2:17: machine.cpu: expected a number of CPU cores such as 2, 0.5 or 500m, found ".inf"'],
    ['NaN as a word', 'targets: { rps: NaN }', '2:17: targets.rps: expected a rate such as 10/s or 30/min, found "NaN"'],
    ['an exponent', 'targets: { users: 1e3 }', '2:19: targets.users: expected a whole number such as 200, found "1e3"'],
    ['a hexadecimal number', 'targets: { users: 0x10 }', '2:19: targets.users: expected a whole number such as 200, found "0x10"'],
    ['half a user', 'targets: { users: 2.5 }', '2:19: targets.users: expected a whole number such as 200, found 2.5'],
    ['a quoted number', 'targets: { users: "250" }', '2:19: targets.users: expected a whole number, found "250"', 'leave the quotes out'],
    ['too much memory', 'machine: { memory: 900TiB }', '2:20: machine.memory: expected a size from 64MiB to 64TiB, found "900TiB"'],
    ['far too much memory', `machine: { memory: ${'9'.repeat(60)}GiB }`, `2:20: machine.memory: expected a size from 64MiB to 64TiB, found "${'9'.repeat(48)}…"`],
    ['too little memory', 'machine: { memory: 1MiB }', '2:20: machine.memory: expected a size from 64MiB to 64TiB, found "1MiB"'],
    ['too much for any container', 'settings: { api.container.memory_limit: 5000TiB }', '2:41: api.container.memory_limit: expected a size from 0 to 1024TiB, found "5000TiB"'],
    ['a port beyond all', 'components: [{ name: api, port: 70000 }]', '2:33: components.api.port: expected a whole number from 1 to 65535, found 70000'],
    ['a share above one', 'workload: { cacheable_share: 3 }', '2:30: workload.cacheable_share: expected a number from 0 to 1, found 3'],
    ['a share above 100 %', 'workload: { cacheable_share: 130% }', '2:30: workload.cacheable_share: expected a number from 0 to 1, found "130%"'],
    ['not a multiple of what the server counts', 'settings: { db.postgres.shared_buffers: 900000B }', '2:41: db.postgres.shared_buffers: expected a multiple of 8KiB, the unit in which the server counts, found "900000B"'],
    ['nothing', 'machine:', '2:9: machine: expected a mapping (key: value), found nothing'],
    ['nothing for a number', 'machine: { cpu: }', '2:17: machine.cpu: expected a number of CPU cores such as 2, 0.5 or 500m, found nothing'],
    ['a list for a number', 'machine: { cpu: [4] }', '2:17: machine.cpu: expected one value, not a list, found a list'],
    ['a number for a mapping', 'machine: 4', '2:10: machine: expected a mapping (key: value), found 4'],
    ['a wrong item of a list', 'session_cookies: [sid, "a b", "c d"]', '2:24: session_cookies[2]: expected the name of a cookie (letters, digits and _ . -), found "a b"'],
    ['an address that is no network', 'settings: { profile.trusted_proxies: [":::/8"] }', '2:39: profile.trusted_proxies[1]: expected a network such as 10.0.0.0/8, found ":::/8"'],
    ['a text for a list', 'session_cookies: sid', '2:18: session_cookies: expected a list such as [a, b], found "sid"'],
    ['a word for yes', 'ha: yes', '2:5: ha: expected true or false, found "yes"'],
    ['an unknown disk', 'machine: { disk: { kind: nvem } }', '2:26: machine.disk.kind: expected one of hdd, san, ssd, nvme, found "nvem"', 'did you mean nvme?'],
    ['an unknown word of a parameter', 'settings: { db.postgres.wal_level: logcal }', '2:36: db.postgres.wal_level: expected one of minimal, replica, logical, found "logcal"', 'did you mean logical?'],
  ]);
});

describe('components, links and routes', () => {
  all([
    ['two of one name', 'components:\n  - name: api\n  - name: api', '4:11: two components are named api: the first in line 3'],
    ['no name', 'components:\n  - kind: node', '3:5: components[1]: name is missing'],
    ['no kind', 'components:\n  - name: shop', '3:11: components.shop: kind is missing', 'say what it runs: kind: nginx | node | next | gunicorn | uvicorn | python | postgres | redis | pgbouncer | kafka | mongodb'],
    ['unknown kind', 'components:\n  - { name: web, kind: ngnix }', '3:24: components.web.kind: expected one of nginx, node, next, gunicorn, uvicorn, python, postgres, redis, pgbouncer, kafka, mongodb, found "ngnix"', 'did you mean nginx?'],
    ['another kind than in the base', 'components:\n  - { name: db, kind: redis }', '3:23: components.db: db is postgres in the base, not redis', "to replace it, leave the base's out: without: [db]"],
    ['no component', 'components:\n  - api', '3:5: components[1]: expected a mapping (key: value), found "api"'],
    ['a name that is a path', 'components:\n  - { name: ../x, kind: node }', '3:13: components[1].name: expected a plain name that begins with a letter (a-z, 0-9 and -, at most 40 characters), found "../x"'],
    ['a name of the profile', 'components:\n  - { name: machine, kind: node }', '3:13: a component cannot be named machine: the word has a meaning of its own'],
    ['a name of prototypes', 'components:\n  - { name: constructor, kind: node }', '3:13: a component cannot be named constructor: the word has a meaning of its own'],
    ['a name that PostgreSQL reserves', 'components:\n  - { name: public, kind: node }', '3:13: a component cannot be named public: PostgreSQL reserves that name, and each application is a role there'],
    ['leaving out what is not there', 'without: [cahe]', '2:11: without: there is no component "cahe" to leave out', 'did you mean cache?'],
    ['a link to nowhere', 'components:\n  - { name: api, links: [db, cach] }', '3:30: components.api.links: there is no component "cach"', 'did you mean cache?'],
    ['a link to what is left out', 'without: [cache]\ncomponents:\n  - { name: api, links: [db, cache] }', '4:30: components.api.links: there is no component "cache"'],
    ['a link to itself', 'components:\n  - { name: api, links: [api] }', '3:26: components.api.links: api cannot link to itself'],
    ['a link that no server makes', 'components:\n  - { name: proxy, links: [db] }', '3:28: components.proxy.links: nginx does not connect to postgres (db)', 'nginx connects to node, next, gunicorn, uvicorn'],
    ['links in a circle', 'components:\n  - { name: api, links: [web] }\n  - { name: web, kind: node, links: [job] }\n  - { name: job, kind: node, links: [api] }', '5:38: components.job.links: the links go round in a circle: api -> web -> job -> api'],
    ['two routes of one path', 'components:\n  - name: api\n    routes:\n      - path: /a\n      - path: /a', '6:15: components.api: two routes have the path /a: the first in line 5'],
    ['one path of two components', 'components:\n  - { name: web, kind: node, routes: [{ path: /a }] }\n  - { name: job, kind: node, routes: [{ path: /a }] }', '4:47: components.job.routes: /a already leads to web (line 3)', 'give it another path, or state the routes of web without it'],
    ['a route without path', 'components:\n  - { name: api, routes: [{ cache: short }] }', '3:27: components.api.routes[1]: path is missing'],
    ['an unknown class', 'components:\n  - { name: api, routes: [{ path: /, cache: shrt }] }', '3:45: components.api.routes[/].cache: expected one of none, short, medium, long, found "shrt"', 'did you mean short?'],
    ['routes of a database', 'components:\n  - { name: db, routes: [{ path: /x }] }', '3:34: components.db.routes: only applications (node, next, gunicorn, uvicorn) answer requests, and db is postgres'],
    ['routes that no proxy reaches', 'components:\n  - { name: proxy, links: [api] }\n  - { name: job, kind: node, routes: [{ path: /job }] }', '4:47: components.job.routes: no proxy links to job'],
    ['the workload of a database', 'components:\n  - { name: db, workload: { cpu_time: 2ms } }', '3:39: components.db.workload.cpu_time: only applications (node, next, gunicorn, uvicorn, python) have one'],
    ['the share of a database', 'settings: { db.component.share: 0.5 }', '2:13: settings: "db.component.share": only applications (node, next, gunicorn, uvicorn, python) have one'],
    ['another kind than in the base, with what only that has', 'components:\n  - { name: api, kind: gunicorn, app: "shop:app" }', '3:24: components.api: api is node in the base, not gunicorn', "to replace it, leave the base's out: without: [api]"],
    ['the application of what has no server', 'components:\n  - { name: worker, kind: python, app: "shop:app" }', '3:40: components.worker.app: only components of kind gunicorn or uvicorn have one'],
    ['the command of what has one', 'components:\n  - { name: shop, kind: gunicorn, command: [gunicorn] }', '3:44: components.shop.command: only components of kind python have one'],
    ['a command of no words', 'components:\n  - { name: worker, kind: python, command: [] }', '3:44: components.worker.command: expected at least 1, found none'],
    ['no image to build on', 'settings: { api.component.base_image: "node AS root" }', '2:39: api.component.base_image: expected a container image such as registry.example.com/shop/api:1.4, found "node AS root"'],
    ['no component at all', 'without: [proxy, api, db, cache]', ' no component is left', 'list at least one under components'],
    ['an unknown version', 'components:\n  - { name: db, version: 12 }', '3:26: db.component.version: expected one of PostgreSQL 13 to 18, found 12'],
    ['a version that is none', 'components:\n  - { name: db, version: latest }', '3:26: components.db.version: expected a version such as 18 or 1.30, found "latest"'],
  ]);
});
