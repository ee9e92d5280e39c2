import { coresOf, known, unknown, type Literal } from '../../../formats/literal.ts';
import { together, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import * as gunicorn from '../../../settings/gunicorn.ts';
import { host_count } from '../../../settings/found.ts';
import { defaultEntry, statedEntry } from '../../../model/entry.ts';
import { imageName, type RunningContainer, type Surroundings } from '../running.ts';
import { entriesOnly, stating, unreadSetting } from '../application/state.ts';
import { outsideOf } from '../application/variables.ts';

/** Where these images look for a configuration of the application's own. */
export const PREPARED_FILES: readonly string[] = ['gunicorn_conf.py', 'app/gunicorn_conf.py'];

const sourceOf = ({ image, base }: RunningContainer): string => image?.text ?? base?.text ?? '';

/** Whether the image brings a gunicorn that is set by variables (`tiangolo/uvicorn-gunicorn-fastapi` and its kin). */
export const isPrepared = (container: RunningContainer): boolean =>
  [container.image?.text, container.base?.text].some((image) => /(?:^|\/)tiangolo\//.test(image ?? '') && /^(?:uvicorn|meinheld)-gunicorn/.test(imageName(image)));

/** What such an image sets where nothing else is stated. Source: gunicorn_conf.py of tiangolo/uvicorn-gunicorn-docker. */
export function preparedDefaults(container: RunningContainer, around: Surroundings): Facts {
  const { component, environment } = container;
  const name = imageName(sourceOf(container));
  const given = <T extends number | string>(setting: Setting<T>, variable: string, usual: T | undefined): Facts => {
    const word = environment.get(variable);
    if (word !== undefined && word.text !== '') return stating(component, setting, { text: word.text, at: word.at, shown: `${variable}: ${word.text}` });
    return usual === undefined ? unreadSetting(component, setting, variable, `what ${name} sets differs by its version`) : entriesOnly(defaultEntry(component, setting, usual, name));
  };
  const host = environment.get('HOST')?.text ?? '0.0.0.0';
  const port = environment.get('PORT');
  return together([
    workersOf(container, around, name),
    environment.has('BIND') ? given(gunicorn.bind, 'BIND', undefined)
      : port === undefined ? entriesOnly(defaultEntry(component, gunicorn.bind, `${host}:80`, name)) : stating(component, gunicorn.bind, { text: `${host}:${port.text}`, at: port.at, shown: `PORT: ${port.text}` }),
    given(gunicorn.worker_class, 'WORKER_CLASS', name.startsWith('uvicorn') ? 'uvicorn.workers.UvicornWorker' : 'egg:meinheld#gunicorn_worker'),
    given(gunicorn.timeout, 'TIMEOUT', 120_000),
    given(gunicorn.graceful_timeout, 'GRACEFUL_TIMEOUT', 120_000),
    given(gunicorn.keepalive, 'KEEP_ALIVE', undefined),
    entriesOnly(defaultEntry(component, gunicorn.worker_tmp_dir, '/dev/shm', name)),
  ]);
}

/** One worker for each core and at least two, MAX_WORKERS at most; WEB_CONCURRENCY is read before. */
function workersOf(container: RunningContainer, around: Surroundings, name: string): Facts {
  const { component } = container;
  const at = container.environment.get('WORKERS_PER_CORE')?.at ?? container.image?.at ?? container.base?.at ?? container.at;
  const outside = outsideOf(container, around);
  const perCore = numberIn(outside.variable('WORKERS_PER_CORE'), 1);
  const most = numberIn(outside.variable('MAX_WORKERS'), 0);
  const cores = coresOf(outside);
  const counted: Literal = cores.known && typeof cores.value === 'number' && perCore !== undefined && most !== undefined
    ? known(limited(Math.max(Math.trunc(perCore * cores.value), 2), most))
    : unknown(cores.known ? 'WORKERS_PER_CORE or MAX_WORKERS cannot be read' : cores.because);
  const shown = `${name}: cores x ${perCore ?? 'WORKERS_PER_CORE'}`;
  return together([
    entriesOnly(statedEntry(component, host_count, shown, at, { text: name })),
    counted.known ? entriesOnly(defaultEntry(component, gunicorn.workers, Number(counted.value), shown)) : unreadSetting(component, gunicorn.workers, shown, counted.because, at),
  ]);
}

const limited = (workers: number, most: number): number => (most > 0 ? Math.min(workers, most) : workers);

function numberIn(found: { readonly value: string } | { readonly because: string } | undefined, usual: number): number | undefined {
  if (found === undefined || ('value' in found && found.value === '')) return usual;
  return 'value' in found && /^[0-9]+(?:\.[0-9]+)?$/.test(found.value) ? Number(found.value) : undefined;
}
