import { PYTHON_KINDS } from '../../model/who.ts';
import { becauseOfFile, once } from './because.ts';
import { meant } from './meant.ts';
import { bySeverity, type Step, type Uptake } from './step.ts';
import { retold } from './told.ts';

/** A file that an application reads, and what it does when the file changes. */
interface Read {
  readonly kinds: readonly string[];
  readonly file: string;
  readonly step: Pick<Step, 'action' | 'message' | 'command'>;
}

const READ: readonly Read[] = [
  { kinds: ['node'], file: 'server.config.mjs', step: { action: 'restart', message: 'the server reads its configuration when it starts: every process ends within its drain time' } },
  { kinds: ['gunicorn'], file: 'gunicorn.conf.py', step: { action: 'reload', message: 'gunicorn reads its file again on SIGHUP: new workers begin, old ones finish what they have within graceful_timeout', command: 'kill -HUP PID_OF_THE_MASTER' } },
  { kinds: PYTHON_KINDS, file: 'settings.py', step: { action: 'restart', message: 'the application imports its settings when it starts: every process ends' } },
  { kinds: PYTHON_KINDS, file: 'serving.py', step: { action: 'restart', message: 'the application imports serving.py when it starts: every process ends' } },
];

/** Applications read their configuration when a process starts; several files of one are taken up together. */
export const applicationUptake: Uptake = (before, after, changes) => {
  const steps = READ.flatMap(({ kinds, file, step }) =>
    kinds.flatMap((kind) => retold(before, after, kind, file, (text) => new Map([[file, meant(file, text)]])).map(({ component: { name: component }, path }): Step => ({ environment: 'anywhere', component, ...step, because: becauseOfFile(changes, component, path) }))),
  );
  return once(steps.map(({ component }) => component)).flatMap((component) => {
    const own = steps.filter((step) => step.component === component);
    const [gravest] = bySeverity(own);
    return gravest === undefined ? [] : [{ ...gravest, because: once(own.flatMap(({ because }) => because)) }];
  });
};
