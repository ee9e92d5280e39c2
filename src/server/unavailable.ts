/** Codes of the network, and PostgreSQL's: being shut down, crashed, starting, and too many connections. */
const CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT',
  '57P01', '57P02', '57P03', '53300',
]);

/** The words of pg, pg-pool and ioredis for errors that they give no code. */
const WORDS = /^(timeout exceeded when trying to connect|timeout expired|connection terminated\b|client has encountered a connection error|client was closed and is not queryable|connection is closed|command timed out|connect etimedout|reached the max retries per request|stream isn't writeable)/i;

/** Commands of Redis that came while it was loading, or a replica that has lost its primary. */
const REDIS = /^(LOADING|MASTERDOWN|CLUSTERDOWN) /;

/** Whether an error says that a database or a cache is not there now: the right answer is 503, and to come back. */
export function unavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && (code.startsWith('08') || (CODES.has(code) && (code !== 'ENOENT' || syscall === 'connect')))) return true;
  if (WORDS.test(error.message) || REDIS.test(error.message)) return true;
  return (error instanceof AggregateError && error.errors.some(unavailable)) || unavailable(error.cause);
}
