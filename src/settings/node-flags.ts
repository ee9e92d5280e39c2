import { settingsOf } from '../model/setting.ts';

/** Knobs of Node and pm2 that are read in a stranger's files, and never stated in a profile. */
const node = settingsOf('node');
const CLI = 'https://nodejs.org/api/cli.html#';

/** In percent of the container's memory, for every process again. */
export const max_old_space_size_percentage = node.ratio('max_old_space_size_percentage', { about: 'Heap of one process in percent of the memory that it sees', manual: `${CLI}--max-old-space-size-percentagepercentage`, since: '22.21', max: 100, concern: 'memory' });
/** Beyond it pm2 restarts a process. */
export const max_memory_restart = node.bytes('max_memory_restart', { about: 'Memory of one process beyond which pm2 restarts it', manual: 'https://pm2.keymetrics.io/docs/usage/memory-limit/' });
