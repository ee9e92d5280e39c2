import { expect, it } from 'vitest';
import { InputError } from '../../src/index.ts';
import { findLivePrograms } from '../../src/live/programs.ts';
import { plannedWith } from './plans.ts';

const { plan } = await plannedWith('small');

it('tells all programs that are missing at once, and what to do', () => {
  const given = { 'nginx': '/nowhere/nginx', 'redis-server': '/nowhere/redis-server', 'psql': '/bin/true', 'postgres': '/bin/true', 'initdb': '/bin/true' };
  expect(() => findLivePrograms(plan, plan.components, given)).toThrow(InputError);
  expect(() => findLivePrograms(plan, plan.components, given)).toThrow(
    'running the stack on this machine needs nginx, which is not here\n  install it (on Debian: apt-get install nginx), or say where it is: PLUMBLINE_NGINX=/path/to/nginx\n'
    + 'running the stack on this machine needs redis-server, which is not here\n  install it (on Debian: apt-get install redis-server), or say where it is: PLUMBLINE_REDIS_SERVER=/path/to/redis-server',
  );
});

it('runs applications with the Node that runs it', () => {
  const programs = findLivePrograms(plan, plan.components, { 'nginx': '/bin/true', 'redis-server': '/bin/true', 'psql': '/bin/true', 'postgres': '/bin/true', 'initdb': '/bin/true' });
  expect(programs('node')).toBe(process.execPath);
});
