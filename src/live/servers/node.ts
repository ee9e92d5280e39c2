import { programOf, saysReady, startOf } from '../application.ts';
import { mapEnvironment } from '../environment.ts';
import { fail } from '../../model/problem.ts';
import type { Prepare } from '../site.ts';
import { placesOf } from './places.ts';

/** An application with its rendered configuration and the environment that docker-compose.yml gives it. */
export const node: Prepare = async (site, component, copy) => {
  const start = startOf(site, component);
  const port = site.portOf(component);
  const metricsPort = await site.anotherPort();
  const own = { HOST: copy.host, PORT: String(port), METRICS_PORT: String(metricsPort) };
  const { env, mapped } = mapEnvironment(site, component, site.services.get(component.name)?.environment ?? {}, { places: placesOf(site, component, copy), own });
  const command = start.command ?? fail(`nothing says how the application ${component.name} is started`, undefined, 'name its command');
  return {
    command: { ...programOf(site, command), cwd: start.cwd, as: 'self', env: { ...env, ...start.env } },
    port,
    metricsPort,
    mapped,
    ready: saysReady(site, component, copy),
    endSignal: 'SIGKILL',
  };
};
