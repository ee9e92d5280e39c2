import { measure } from './measure.ts';
import type { Said, Told } from './messages.ts';
import { comeFirst } from './priority.ts';

// The load generator: a process of its own, so that nothing else delays what it sends. It runs one phase and ends.
comeFirst();
const stop = new AbortController();
const say = (said: Said, then = (): void => undefined): void => void process.send?.(said, then);

process.on('message', (told: Told) => {
  if ('stop' in told) return stop.abort();
  measure(told.run, { began: () => say({ said: 'began' }), sent: () => say({ said: 'sent' }), stop: stop.signal })
    .then((phase): Said => ({ said: 'measured', phase }))
    .catch((error: unknown): Said => ({ said: 'failed', because: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    .then((said) => say(said, () => process.disconnect()));
});
// Without whoever started it there is nobody to measure for.
process.on('disconnect', () => process.exit());
