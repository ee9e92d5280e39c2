import { describe, expect, it } from 'vitest';
import { treeOf } from '../../src/model/source.ts';
import { MiB } from '../../src/model/value.ts';
import { nodeReader } from '../../src/readers/inside/node.ts';
import { containerOf, factsOf, placeOf, valuesOf, type Said } from './container.ts';

const read = (said: Said) => factsOf(nodeReader, said);
const withCores = (said: Said, cores: number) => nodeReader.read(containerOf(said), { tree: treeOf({}), cores });

describe('Node', () => {
  it('reads heap flags of the command line and of NODE_OPTIONS', () => {
    const facts = read({ image: 'node:22-alpine', command: ['node', '--max-old-space-size=512', 'server.js'], environment: { NODE_OPTIONS: '--max_old_space_size=256 --max-semi-space-size=16', UV_THREADPOOL_SIZE: '16' } });
    expect(valuesOf(facts)).toMatchObject({ 'component.version': '22', 'node.max_old_space_size': 512 * MiB, 'node.max_semi_space_size': 16 * MiB, 'node.uv_threadpool_size': 16 });
    expect(valuesOf(read({ image: 'node', environment: { NODE_OPTIONS: '--max-old-space-size-percentage=75' } }))).toMatchObject({ 'node.max_old_space_size_percentage': 75, 'component.version': '26' });
  });

  it('reads the idle time that the script itself sets, and takes no default where it is computed', () => {
    const said = (line: string): Said => ({ image: 'node:22', command: ['node', '/app/server.js'], files: { '/app/server.js': `const server = http.createServer(app);\n// keepAliveTimeout is 5 s by default\n${line}\n` } });
    const facts = read(said('server.keepAliveTimeout = 75_000;'));
    expect(valuesOf(facts)).toMatchObject({ 'node.keepAliveTimeout': 75_000 });
    expect(placeOf(facts, 'node.keepAliveTimeout')).toBe('app/server.js:3:8');
    expect(read(said('server.keepAliveTimeout = seconds * 1000;')).unread.map(({ id }) => id)).toContain('db.node.keepAliveTimeout');
    expect(valuesOf(read(said('server.timeout = 0;')))).not.toHaveProperty(['node.keepAliveTimeout']);
  });

  it('follows npm start to what package.json says', () => {
    const files = { '/app/package.json': '{\n\t"scripts": {\n\t\t"start": "npm run serve",\n\t\t"serve": "NODE_ENV=production node --max-old-space-size=384 dist/main.js"\n\t},\n\t"dependencies": { "pg": "^8.11.0" }\n}\n' };
    const facts = read({ image: 'node:20', command: ['npm', 'start'], files });
    expect(valuesOf(facts)).toMatchObject({ 'node.max_old_space_size': 384 * MiB, 'pool.library': 'pg', 'node.pool_max': 10 });
    expect(placeOf(facts, 'node.max_old_space_size')).toBe('app/package.json:4:59');
  });

  it('reads pm2: flags and ecosystem files', () => {
    expect(valuesOf(read({ command: ['pm2-runtime', 'start', 'app.js', '-i', '4'] }))['node.workers']).toBe(4);
    const counted = read({ command: ['pm2-runtime', 'app.js', '-i', 'max'] });
    expect(counted.unread[0]).toMatchObject({ id: 'db.node.workers' });
    expect(valuesOf(counted)['container.host_count']).toBe('-i max');
    const files = { '/app/ecosystem.config.js': "module.exports = {\n  apps: [{\n    name: 'api',\n    script: './server.js',\n    instances: 'max',\n    exec_mode: 'cluster',\n    max_memory_restart: '300M',\n    node_args: '--max-old-space-size=256',\n    env: { DB_POOL_SIZE: 20 },\n  }],\n};\n" };
    const facts = withCores({ command: ['pm2-runtime', 'ecosystem.config.js'], files }, 8);
    expect(valuesOf(facts)).toMatchObject({ 'node.workers': 8, 'node.max_memory_restart': 300 * MiB, 'node.max_old_space_size': 256 * MiB, 'pool.max': 20 });
    expect(placeOf(facts, 'node.workers')).toBe('app/ecosystem.config.js:5:16');
    expect(placeOf(facts, 'pool.max')).toBe('app/ecosystem.config.js:9:26');
  });

  it('listens where it is certain', () => {
    const ports = (said: Said) => Object.keys(valuesOf(read(said))).filter((id) => id.startsWith('container.listens'));
    expect(ports({ command: ['node', 'server.js'], environment: { PORT: '3000' } })).toEqual([]);
    expect(ports({ command: ['next', 'start'], environment: { PORT: '4000' } })).toEqual(['container.listens[4000]']);
    expect(ports({ command: ['next', 'start', '-p', '5000'] })).toEqual(['container.listens[5000]']);
  });
});
