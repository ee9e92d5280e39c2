import { GiB, MiB } from '../../model/value.ts';

/** An instance type of Render: what one instance of a service is given. */
export interface Instance {
  readonly plan: string;
  /** In thousandths of a core. */
  readonly cpu: number;
  /** In bytes. */
  readonly memory: number;
}

/** The types that services can have, smallest first: render.com/docs/workflows-limits, instance types. */
export const INSTANCES: readonly Instance[] = [
  { plan: 'starter', cpu: 500, memory: 512 * MiB },
  { plan: 'standard', cpu: 1000, memory: 2 * GiB },
  { plan: 'pro', cpu: 2000, memory: 4 * GiB },
  { plan: 'pro plus', cpu: 4000, memory: 8 * GiB },
  { plan: 'pro max', cpu: 4000, memory: 16 * GiB },
  { plan: 'pro ultra', cpu: 8000, memory: 32 * GiB },
];

const inGiB = (tier: string, sizes: readonly number[]): readonly Pick<Instance, 'plan' | 'memory'>[] => sizes.map((size) => ({ plan: `${tier}-${size}gb`, memory: size * GiB }));
const PRO = inGiB('pro', [4, 8, 16, 32, 64, 128, 192, 256, 384, 512]);

/** The types that databases can have, smallest first; only those of the pro tier have a standby. Source: render.com/docs/blueprint-spec, databases. */
export const DATABASES: Readonly<Record<'alone' | 'with a standby', readonly Pick<Instance, 'plan' | 'memory'>[]>> = {
  alone: [{ plan: 'basic-256mb', memory: 256 * MiB }, ...inGiB('basic', [1, 4]), ...PRO.slice(1)],
  'with a standby': PRO,
};
