import { isApplication } from '../model/who.ts';
import type { RunningCopy } from './copy.ts';

/** Milliseconds between two questions whether a copy is ready. */
const INTERVAL = 1000;

/** Which addresses the name of a component stands for. */
export interface Naming {
  readonly addresses: (name: string) => readonly string[];
  readonly stop: () => void;
}

/**
 * Names every copy that is ready and was not told to end. Where none is ready, those that run stay named, as Docker
 * names a container however unhealthy it is.
 */
export function startNaming(copies: () => readonly RunningCopy[]): Naming {
  const unready = new Set<RunningCopy>();
  const asked = new Set<RunningCopy>();
  const ask = (): void => copies().filter((copy) => isApplication(copy.component) && !asked.has(copy)).forEach((copy) => {
    asked.add(copy);
    void copy.ready().catch(() => false).then((ready) => {
      asked.delete(copy);
      if (ready) unready.delete(copy);
      else unready.add(copy);
    });
  });
  const timer = setInterval(ask, INTERVAL).unref();
  return {
    addresses: (name) => {
      const staying = copies().filter((copy) => copy.component.name === name && !copy.leaving());
      const ready = staying.filter((copy) => !unready.has(copy));
      return (ready.length > 0 ? ready : staying).map(({ process }) => process.host);
    },
    stop: () => clearInterval(timer),
  };
}
