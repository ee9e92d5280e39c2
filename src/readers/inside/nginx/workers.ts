import type { NginxConfig } from '../../../formats/nginx-config.ts';
import { countIn } from '../../../formats/nginx-quantities.ts';
import { defaultEntry, entryId } from '../../../model/entry.ts';
import { CORE } from '../../../model/value.ts';
import { host_count } from '../../../settings/found.ts';
import { worker_processes } from '../../../settings/nginx.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { argument, entryOf, isImages, NONE, readAs, unreadOf, type Read } from './entries.ts';

const AUTOTUNE = 'NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE';

/** The number of workers; `auto` is the cores of the host, whatever the limit of the container. */
export function workersOf(container: RunningContainer, config: NginxConfig, { cores }: Surroundings): Read {
  const { component } = container;
  const directive = config.main.find((one) => one.name === 'worker_processes');
  const text = argument(directive, 0);
  if (directive === undefined || text === undefined) return NONE;
  if (text !== 'auto') return readAs(component, worker_processes, text, countIn, directive);
  // The image's entrypoint can write the limit into its own file.
  if (isImages(directive) && (container.environment.get(AUTOTUNE)?.text ?? '') !== '') {
    return container.cpu === undefined ? NONE : { entries: [defaultEntry(component, worker_processes, Math.max(1, Math.ceil(container.cpu / CORE)), AUTOTUNE)], unread: [] };
  }
  const taken = entryOf(component, host_count, 'worker_processes auto', directive);
  if (cores !== undefined) return { entries: [taken, entryOf(component, worker_processes, Math.max(1, cores), directive)], unread: [] };
  return { entries: [taken], unread: [unreadOf(component, directive, 'auto is the number of cores of the host', entryId({ name: component }, worker_processes))] };
}
