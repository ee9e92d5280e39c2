import { isCluster } from '../model/stack.ts';
import type { Target } from '../model/target.ts';
import { fileOf, pythonOf } from './names.ts';
import { pythonFilesOf } from './python/files.ts';

export { renderGunicornConfig } from './python/gunicorn.ts';
export { renderServing } from './python/serving.ts';
export { renderSettings } from './python/settings.ts';

/** The files of each Python application: `python/…`, or `<name>/…` where there are several; in a cluster they are in the manifests alone. */
export const pythonTarget: Target = {
  name: 'python',
  about: 'gunicorn.conf.py, settings.py and serving.py of each Python application: workers, timeouts, pools, limits, health, metrics',
  render: async (plan) => (isCluster(plan) ? [] : pythonOf(plan).flatMap((application) => pythonFilesOf(application).map(({ name, render }) => ({ path: fileOf(plan, application, name), text: render(plan, application) })))),
};
