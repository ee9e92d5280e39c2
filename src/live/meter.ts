import { processes, useOf, type Use } from './use.ts';

/** Milliseconds between two looks at the memory: peaks that are shorter stay unseen. */
const INTERVAL = 500;

/** Watches what components use. */
export interface Meter {
  /** Counts a process and all below it for a component. */
  readonly watch: (component: string, pid: number) => void;
  /** CPU seconds and greatest memory of each component since the last reading. */
  readonly read: () => Readonly<Record<string, Use>>;
  readonly stop: () => void;
}

interface Watched { readonly component: string; readonly pid: number; cpuSeconds: number; memory: number }

/** Starts a meter. */
export function startMeter(): Meter {
  const watched: Watched[] = [];
  const peaks = new Map<string, number>();
  const read = new Map<string, number>();
  const sum = (component: string, of: (one: Watched) => number): number => watched.filter((one) => one.component === component).reduce((total, one) => total + of(one), 0);
  const look = (): void => {
    const all = processes();
    for (const one of watched) {
      const { cpuSeconds, memory } = useOf(one.pid, all);
      // What an ended process has used stays counted.
      one.cpuSeconds = Math.max(one.cpuSeconds, cpuSeconds);
      one.memory = memory;
    }
    for (const { component } of watched) peaks.set(component, Math.max(peaks.get(component) ?? 0, sum(component, ({ memory }) => memory)));
  };
  const timer = setInterval(look, INTERVAL).unref();
  return {
    watch: (component, pid) => void watched.push({ component, pid, cpuSeconds: 0, memory: 0 }),
    read: () => {
      look();
      const use = Object.fromEntries([...peaks].map(([component, memory]) => {
        const cpu = sum(component, ({ cpuSeconds }) => cpuSeconds);
        const since = cpu - (read.get(component) ?? 0);
        read.set(component, cpu);
        return [component, { cpuSeconds: since, memory }];
      }));
      peaks.clear();
      return use;
    },
    stop: () => clearInterval(timer),
  };
}
