/** Ctrl-C, or a request to end, while something takes long. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Lets the signals end the program again. */
  readonly off: () => void;
}

/** Listens for the first such signal; the next ends the program at once. */
export function onInterrupt(): Interrupt {
  const abort = new AbortController();
  const heard = (): void => {
    off();
    abort.abort();
  };
  const off = (): void => {
    process.off('SIGINT', heard);
    process.off('SIGTERM', heard);
  };
  process.on('SIGINT', heard);
  process.on('SIGTERM', heard);
  return { signal: abort.signal, off };
}
