import { each, given, own, stated, structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { sum } from '../../model/value.ts';
import { answering, ANSWERING_KINDS, APPLICATION_KINDS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import { disk_size, ha, tls } from '../../settings/profile.ts';
import { isOperated } from '../../model/stack.ts';
import { versionInImage } from '../../model/image.ts';
import * as container from '../../settings/container.ts';
import { GiB, floorTo } from '../../model/value.ts';
import { onMachine } from '../cluster/where.ts';

const always = (): boolean => true;

/** The version that a stated image names, or else the one that we would take. */
const version = (kind: string, usual: string, because: string, source: string): Rule =>
  defineRule({
    id: `${kind}.component.version`,
    sizes: c.version,
    on: [kind],
    when: always,
    from: { image: stated(c.image) },
    value: ({ image: named }) => (named === undefined ? usual : (versionInImage(kind, named) ?? usual)),
    because,
    source,
    examples: [{ given: { image: undefined }, gives: usual }, { given: { image: 'registry.example.com/shop/thing:7' }, gives: usual }],
  });

const versions: readonly Rule[] = [
  version('nginx', '1.30', 'The version of the stated image, or the stable branch of nginx.', 'nginx.org, stable 1.30.4 of 2026-07'),
  decide(c.version, '24', 'The long-term branch of Node.', 'nodejs.org release schedule', ['node']),
  decide(c.version, '24', 'The long-term branch of Node, which Next.js runs on.', 'nodejs.org release schedule', ['next']),
  decide(c.version, gunicorn.CURRENT, 'A current major of gunicorn.', 'pypi.org/project/gunicorn', ['gunicorn']),
  decide(c.version, '0.54.0', 'The current version of uvicorn.', 'pypi.org/project/uvicorn', ['uvicorn']),
  decide(c.version, '3.13', 'A Python that libraries support.', 'devguide.python.org, versions', ['python']),
  version('postgres', '18', 'The version of the stated image, or the current major of PostgreSQL.', 'postgresql.org'),
  version('redis', '8.0', 'The version of the stated image, or the current open-source major of Redis.', 'redis.io'),
  version('pgbouncer', '1.24.1', 'The version of the stated image, or one that tracks prepared statements in transaction mode by default.', 'pgbouncer.org changelog'),
];

/** The image of a server, from its version. */
const image = (kind: string, because: string, of: (version: string) => string, example: readonly [string, string]): Rule =>
  defineRule({
    id: `${kind}.component.image`,
    sizes: c.image,
    on: [kind],
    from: { version: own(c.version) },
    value: ({ version }) => of(version),
    because,
    source: 'the images\' own documentation',
    examples: [{ given: { version: example[0] }, gives: example[1] }],
  });

/** The rule where no operator brings what is its own. */
const besideOperator = (rule: Rule): Rule => ({ ...rule, when: (stack, component) => rule.when(stack, component) && !isOperated(stack, component) });

const images: readonly Rule[] = [
  image('nginx', 'The image that runs without root: port 8080, user 101.', (v) => `nginxinc/nginx-unprivileged:${v}`, ['1.30', 'nginxinc/nginx-unprivileged:1.30']),
  besideOperator(image('postgres', 'The Debian variant: Alpine cannot initialise a database under another user.', (v) => `postgres:${v}-bookworm`, ['18', 'postgres:18-bookworm'])),
  image('redis', 'The official image.', (v) => `redis:${v}`, ['8.0', 'redis:8.0']),
  besideOperator(image('pgbouncer', 'A small image that runs the mounted pgbouncer.ini as it is.', (v) => `edoburu/pgbouncer:v${v}-p1`, ['1.24.1', 'edoburu/pgbouncer:v1.24.1-p1'])),
];

/** The port of a server that runs elsewhere is part of its address. */
const port = (kind: string, usual: number, because: string): Rule =>
  defineRule({
    id: `${kind}.component.port`,
    sizes: c.port,
    on: [kind],
    when: always,
    from: { address: stated(c.external) },
    value: ({ address }) => (address === undefined ? usual : Number(address.split(':').at(-1))),
    because,
    source: 'the servers\' own defaults',
    examples: [{ given: { address: undefined }, gives: usual }, { given: { address: 'there.example.com:4000' }, gives: 4000 }],
  });

const poolerPort = defineRule({
  id: 'pgbouncer.component.port',
  sizes: c.port,
  on: ['pgbouncer'],
  when: always,
  from: { address: stated(c.external), operated: structure(isOperated) },
  value: ({ address, operated }) => (address === undefined ? (operated ? 5432 : 6432) : Number(address.split(':').at(-1))),
  because: 'The port of PgBouncer; CloudNativePG gives its poolers that of PostgreSQL.',
  source: 'the servers\' own defaults',
  examples: [{ given: { address: undefined, operated: false }, gives: 6432 }, { given: { address: undefined, operated: true }, gives: 5432 }, { given: { address: 'there.example.com:4000', operated: false }, gives: 4000 }],
});

const ports: readonly Rule[] = [
  port('nginx', 8080, 'A process without root cannot listen below 1024.'),
  port('node', 3000, 'The usual port of a Node server.'),
  port('next', 3000, 'The usual port of Next.js.'),
  port('gunicorn', 8000, 'The usual port of gunicorn.'),
  port('uvicorn', 8000, 'The usual port of uvicorn.'),
  port('mongodb', 27017, 'The port of MongoDB.'),
  port('postgres', 5432, 'The port of PostgreSQL.'),
  port('redis', 6379, 'The port of Redis.'),
  poolerPort,
  decide(c.published_port, 8080, 'Published on loopback; a load balancer or you decide what the world sees.', 'convention', ['nginx']),
];

const replicas = defineRule({
  sizes: c.replicas,
  on: ['nginx', 'pgbouncer', ...APPLICATION_KINDS],
  from: { ha: given(ha) },
  value: (inputs) => (inputs.ha ? 2 : 1),
  because: 'One replica uses the machine best; with ha two of them survive the loss of one.',
  source: 'kubernetes.io: run two replicas of what must not stop',
  examples: [{ given: { ha: true }, gives: 2 }, { given: { ha: false }, gives: 1 }],
});

const lastPort = defineRule({
  sizes: c.published_last_port,
  on: ['nginx'],
  from: { port: own(c.published_port), replicas: own(c.replicas) },
  value: ({ port: first, replicas: copies }) => first + copies - 1,
  because: 'Two replicas cannot listen on one port of the host: each takes its own, and a load balancer uses them all.',
  source: 'Docker: port ranges',
  examples: [{ given: { port: 8080, replicas: 1 }, gives: 8080 }, { given: { port: 8080, replicas: 2 }, gives: 8081 }],
});

const tlsPort = defineRule({
  sizes: c.published_tls_port,
  on: ['nginx'],
  from: { tls: given(tls) },
  value: (inputs) => (inputs.tls ? 8443 : undefined),
  because: 'Published on loopback; a load balancer or you decide what the world sees.',
  source: 'convention',
  examples: [{ given: { tls: true }, gives: 8443 }, { given: { tls: false }, gives: undefined }],
});

const lastTlsPort = defineRule({
  sizes: c.published_tls_last_port,
  on: ['nginx'],
  from: { port: own(c.published_tls_port), replicas: own(c.replicas) },
  value: ({ port: first, replicas: copies }) => first + copies - 1,
  because: 'Two replicas cannot listen on one port of the host: each takes its own, and a load balancer uses them all.',
  source: 'Docker: port ranges',
  examples: [{ given: { port: 8443, replicas: 1 }, gives: 8443 }, { given: { port: 8443, replicas: 2 }, gives: 8444 }],
});

const single = decide(c.replicas, 1, 'One primary holds the data; standbys are the business of an operator.', 'postgresql.org, redis.io', ['postgres', 'redis']);

const share = defineRule({
  sizes: c.share,
  on: ANSWERING_KINDS,
  from: { all: each(answering, { share: stated(c.share) }) },
  value: ({ all }) => {
    const taken = sum(all.map((application) => application.share ?? 0));
    const free = all.filter((application) => application.share === undefined).length;
    const rest = Math.floor((Math.max(0, 1 - taken) / free) * 1000) / 1000;
    return rest > 0 ? rest : { refuse: 'the stated shares of the applications leave nothing for this one: lower them, or state its share' };
  },
  because: 'The applications that state no share divide the rest of the traffic evenly.',
  source: 'profile',
  examples: [
    { given: { all: [{ of: 'api', share: undefined }] }, gives: 1 },
    { given: { all: [{ of: 'api', share: 0.7 }, { of: 'admin', share: undefined }] }, gives: 0.3 },
    { given: { all: [{ of: 'api', share: 1 }, { of: 'admin', share: undefined }] }, gives: 'refused' },
  ],
});

const dataVolume = defineRule({
  sizes: container.volume_size,
  on: ['postgres'],
  from: { disk: given(disk_size) },
  value: ({ disk }) => floorTo(0.7 * disk, GiB) || GiB,
  because: 'Most of the disk belongs to the database; images, logs and the cache share the rest.',
  source: 'assumption of Plumbline',
  examples: [{ given: { disk: 100 * GiB }, gives: 70 * GiB }],
});

const redisVolume = defineRule({
  id: 'redis.container.volume_size',
  sizes: container.volume_size,
  on: ['redis'],
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => Math.max(GiB, Math.ceil((2 * memory) / GiB) * GiB),
  because: 'A snapshot and its successor side by side, should persistence be switched on.',
  source: 'redis.io, persistence',
  examples: [{ given: { memory: 600 * 1024 ** 2 }, gives: 2 * GiB }],
});

const cacheVolume = defineRule({
  id: 'nginx.container.volume_size',
  sizes: container.volume_size,
  on: ['nginx'],
  from: { disk: given(disk_size) },
  value: ({ disk }) => Math.max(128 * 1024 ** 2, floorTo(0.03 * disk, 64 * 1024 ** 2)),
  because: 'Disk for the proxy\'s cache.',
  source: 'assumption of Plumbline',
  examples: [{ given: { disk: 100 * GiB }, gives: 3 * GiB }],
});

/** What a component is when the profile does not say. */
export const componentRules: readonly Rule[] = [...versions, ...images, ...ports, onMachine(replicas), lastPort, tlsPort, lastTlsPort, onMachine(single), share, dataVolume, redisVolume, cacheVolume];
