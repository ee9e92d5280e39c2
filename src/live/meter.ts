import { largestProcess, processes, useOf, type Use } from './use.ts';

/** Milliseconds between two looks at the memory: peaks that are shorter stay unseen. */
const INTERVAL = 500;

/** What a component used: CPU seconds, greatest memory, and where it was asked for, memory of its largest process, the 95th percentile of all looks. */
export interface Metered extends Use { readonly process?: number }

/** Watches what components use. */
export interface Meter {
  /** Counts a process and all below it for a component; `apart` looks into each of them too, which costs the kernel some milliseconds. */
  readonly watch: (component: string, pid: number, how?: 'together' | 'apart') => void;
  /** What each component used since the last reading. */
  readonly read: () => Readonly<Record<string, Metered>>;
  readonly stop: () => void;
}

interface Watched { readonly component: string; readonly pid: number; readonly how: 'together' | 'apart'; cpuSeconds: number; memory: number }

/** Starts a meter. */
export function startMeter(): Meter {
  const watched: Watched[] = [];
  const peaks = new Map<string, number>();
  const read = new Map<string, number>();
  const looks = new Map<string, number[]>();
  const sum = (component: string, of: (one: Watched) => number): number => watched.filter((one) => one.component === component).reduce((total, one) => total + of(one), 0);
  const look = (): void => {
    const all = processes();
    for (const one of watched) {
      const { cpuSeconds, memory } = useOf(one.pid, all);
      // What an ended process has used stays counted.
      one.cpuSeconds = Math.max(one.cpuSeconds, cpuSeconds);
      one.memory = memory;
      const process = one.how === 'apart' ? largestProcess(one.pid, all) : 0;
      if (process > 0) looks.set(one.component, [...(looks.get(one.component) ?? []), process]);
    }
    for (const { component } of watched) peaks.set(component, Math.max(peaks.get(component) ?? 0, sum(component, ({ memory }) => memory)));
  };
  const timer = setInterval(look, INTERVAL).unref();
  return {
    watch: (component, pid, how = 'together') => void watched.push({ component, pid, how, cpuSeconds: 0, memory: 0 }),
    read: () => {
      look();
      const use = Object.fromEntries([...peaks].map(([component, memory]) => {
        const cpu = sum(component, ({ cpuSeconds }) => cpuSeconds);
        const since = cpu - (read.get(component) ?? 0);
        read.set(component, cpu);
        const process = percentile(looks.get(component) ?? []);
        return [component, { cpuSeconds: since, memory, ...(process === undefined ? {} : { process }) }];
      }));
      peaks.clear();
      looks.clear();
      return use;
    },
    stop: () => clearInterval(timer),
  };
}

/** The 95th percentile. */
const percentile = (values: readonly number[]): number | undefined => [...values].sort((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1];
