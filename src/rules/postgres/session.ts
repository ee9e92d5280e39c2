import { MiB } from '../../model/value.ts';

/** Private memory of one backend. */
export const BACKEND = 6 * MiB + 84 * 1024;
/** The least work memory with which a session is worth having. */
export const LEAST_WORK = MiB;
/** Sessions beside the applications': superuser and other reserved slots, migrations, monitoring, an administrator. */
export const OTHERS = 10;
/** An idle session's memory: the others are seldom busy. */
export const IDLE = 2 * MiB;

/** How many times work_mem one session may take: sorts and hashes of a query, and what a hash may have beyond it. */
export const workPerSession = (workload: string, hash: number): number => hash * (workload === 'analytics' ? 2.5 : workload === 'mixed' ? 1.5 : 1);
