import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where the system keeps what programs can make again, and the folder in it for what is known of stacks; nothing where there is no such place. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const stated = env['XDG_CACHE_HOME'] ?? '';
  if (isAbsolute(stated)) return join(stated, 'plumbline', 'stacks');
  try {
    return process.platform === 'win32' ? join(env['LOCALAPPDATA'] ?? homedir(), 'plumbline', 'stacks') : join(homedir(), '.cache', 'plumbline', 'stacks');
  } catch {
    return undefined; // A user without a home.
  }
}
