/** The systems on which Node can let several processes listen on one port. */
const SYSTEMS: readonly string[] = ['linux', 'freebsd', 'dragonfly', 'sunos', 'aix'];

/** Whether a version of Node knows `reusePort` on a system: from 22.12 and 23.1 on (https://nodejs.org/api/net.html#serverlistenoptions-callback). */
export function knowsReusePort(version: string, system: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return SYSTEMS.includes(system) && (major >= 24 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12));
}
