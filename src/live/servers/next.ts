import { programOf, startOf } from '../application.ts';
import { mapEnvironment } from '../environment.ts';
import { accepts } from '../ports.ts';
import type { Prepare } from '../site.ts';
import { placesOf } from './places.ts';

/** The command of Next.js' standalone server, which its image starts. */
const STANDALONE = ['node', 'server.js'] as const;

/** A frontend of Next.js: its environment is all that it is told. */
export const next: Prepare = async (site, component, copy) => {
  const start = startOf(site, component);
  const port = site.portOf(component);
  const own = { HOSTNAME: copy.host, PORT: String(port) };
  const { env, mapped } = mapEnvironment(site, component, site.services.get(component.name)?.environment ?? {}, { places: placesOf(site, component, copy), own });
  return {
    command: { ...programOf(site, start.command ?? STANDALONE), cwd: start.cwd, as: 'self', env: { ...env, ...start.env } },
    port,
    mapped,
    ready: () => accepts(port, copy.host),
    endSignal: 'SIGKILL',
  };
};
