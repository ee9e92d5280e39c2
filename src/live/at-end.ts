/** Signals after which this process would end and leave servers behind. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `clear` when this process ends before it was taken off again. A signal for which somebody else listens too is
 * theirs to answer: servers end at the latest with the process.
 */
export function atEnd(clear: () => void): { readonly off: () => void } {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
    off();
    clear();
    process.kill(process.pid, signal);
  };
  const off = (): void => {
    process.off('exit', clear);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.once('exit', clear);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return { off };
}
