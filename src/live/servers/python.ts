import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { valueOf } from '../../model/lookup.ts';
import type { Component } from '../../model/stack.ts';
import { forwarded_allow_ips } from '../../settings/gunicorn.ts';
import { programOf, saysReady, startOf } from '../application.ts';
import { mapEnvironment, placed, type Places } from '../environment.ts';
import type { ApplicationStart, MappedLine } from '../live.ts';
import type { Copy, Prepare, Site } from '../site.ts';
import { placesOf } from './places.ts';

/** The flags that name an address, and whom a server believes about clients. */
const [BIND, HOST, PORT, TRUSTED] = ['--bind=', '--host=', '--port=', '--forwarded-allow-ips='] as const;
/** The proxy of a stack on this machine, as the network that it comes from. */
const PROXY = '127.0.0.1/32';

/** A Python application with its rendered files, started by the rendered command. */
export const python: Prepare = async (site, component, copy) => {
  const start = startOf(site, component);
  const port = site.portOf(component);
  const metricsPort = await site.anotherPort();
  const places = placesOf(site, component, copy);
  const service = site.services.get(component.name);
  const own = { HOST: copy.host, PORT: String(port), METRICS_PORT: String(metricsPort), PYTHONPATH: searched(service?.environment['PYTHONPATH'] ?? '', places, start) };
  const { env, mapped } = mapEnvironment(site, component, service?.environment ?? {}, { places, own });
  const said = start.command ?? service?.command ?? [];
  const words = atAddress(site, component, copy, said.map((word) => placed(places, word)));
  return {
    command: { ...programOf(site, words), cwd: start.cwd, as: 'self', env: { ...start.env, ...env } },
    port,
    metricsPort,
    mapped: [...mapped, commandLine(component, said, words)],
    ready: component.kind === 'python' ? () => Promise.resolve(hasBegun(env)) : saysReady(site, component, copy),
    endSignal: 'SIGKILL',
  };
};

/** A process that answers nothing has begun when its first sign of life is there. */
const hasBegun = ({ HEARTBEAT_FILE: file }: Readonly<Record<string, string>>): boolean => file === undefined || existsSync(file);

/** Where its modules are looked for: the rendered ones, its own, and what somebody named. */
const searched = (rendered: string, places: Places, { cwd, env }: ApplicationStart): string =>
  [placed(places, rendered), cwd, env?.['PYTHONPATH'] ?? ''].filter((path) => path !== '').join(delimiter);

/** The words of its command with the address of the copy, and of the proxy: in a container it listens on every address, and a private network is in front. */
function atAddress(site: Site, component: Component, { host }: Copy, words: readonly string[]): readonly string[] {
  const flags = component.kind === 'gunicorn' ? [BIND, ...(valueOf(site.plan, component, forwarded_allow_ips)?.includes('/') === true ? [TRUSTED] : [])] : [];
  return [...words, ...flags].map((word) => {
    if (word.startsWith(BIND)) return `${BIND}${host}:${site.portOf(component)}`;
    if (word.startsWith(HOST)) return `${HOST}${host}`;
    if (word.startsWith(PORT)) return `${PORT}${site.portOf(component)}`;
    return word === TRUSTED || (word.startsWith(TRUSTED) && word.includes('/')) ? `${TRUSTED}${PROXY}` : word;
  });
}

const commandLine = ({ name }: Component, from: readonly string[], to: readonly string[]): MappedLine =>
  ({ file: 'docker-compose.yml', from: `${name}: command: ${from.join(' ')}`, to: `${name}: command: ${to.join(' ')}` });
