import { settingsOf } from '../model/setting.ts';
import { SECOND } from '../model/value.ts';

/** What Render is told of a service beside its image and its environment. */
const render = settingsOf('render');
const BLUEPRINT = 'https://render.com/docs/blueprint-spec';

export const plan = render.text('plan', { about: 'Instance type on Render', manual: 'https://render.com/pricing', concern: 'capacity' });
export const target_cpu = render.count('target_cpu', { about: 'Share of the CPU, in percent, that the autoscaler of Render keeps', manual: 'https://render.com/docs/scaling', min: 1, max: 90, concern: 'capacity' });
export const max_shutdown_delay = render.time('max_shutdown_delay', { about: 'Time from the stop signal to the kill on Render', manual: BLUEPRINT, silent: 30 * SECOND, min: SECOND, max: 300 * SECOND });
/** Either 1 GB or a multiple of five. */
export const disk_size = render.bytes('disk_size', { about: 'Disk of a database on Render', manual: BLUEPRINT, concern: 'storage' });
