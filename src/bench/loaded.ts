import { counted } from '../model/quote.ts';
import { sum } from '../model/value.ts';
import type { BenchReport } from './report.ts';

/** The component that the load was put on; unknown where others run the stack. */
export const loadedOf = ({ stack }: Pick<BenchReport, 'stack'>): string | undefined => (stack.run === 'started' ? stack.at : undefined);

/** The application that the load was put on past every proxy; nothing where it was put on a proxy, or where that is not known. */
export function loadedApplication({ plan, stack }: Pick<BenchReport, 'plan' | 'stack'>): string | undefined {
  const loaded = loadedOf({ stack });
  return loaded !== undefined && Object.hasOwn(plan.capacity, loaded) ? loaded : undefined;
}

/** Where the load went, for people: `http://127.0.0.2:3000 (api, 2 copies)`. */
export const whereOf = ({ url, stack }: Pick<BenchReport, 'url' | 'stack'>): string =>
  stack.run === 'started' ? `${url} (${stack.at}${stack.copies > 1 ? `, ${counted(stack.copies, 'copy', 'copies')}` : ''})` : url;

/** Requests a second that the plan expects where the load was put on: of one application its own, through a proxy all of them together. */
export function expectedOf({ plan, stack }: Pick<BenchReport, 'plan' | 'stack'>): number {
  const application = loadedApplication({ plan, stack });
  return (application === undefined ? undefined : plan.capacity[application]) ?? sum(Object.values(plan.capacity));
}
