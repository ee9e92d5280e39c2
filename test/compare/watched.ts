import type { Measured } from './measure.ts';
import type { Figures } from './model.ts';

/** Milliseconds between two looks at the memory. */
const INTERVAL = 100;

/** Measures, and adds the greatest memory that was seen meanwhile. */
export async function watched({ memory, begin, rest }: Measured, measure: () => Promise<Figures>): Promise<Figures> {
  let greatest = memory();
  const timer = setInterval(() => { greatest = Math.max(greatest ?? 0, memory() ?? 0); }, INTERVAL);
  begin();
  try {
    const sample = await measure();
    return { ...sample, ...(greatest !== undefined && { memory: greatest }) };
  } finally {
    clearInterval(timer);
    await rest();
  }
}
