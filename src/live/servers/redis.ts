import { join } from 'node:path';
import { fileOf } from '../../targets/names.ts';
import { redisCopy } from '../copies/redis.ts';
import { accepts } from '../ports.ts';
import { textOf } from '../services.ts';
import type { Prepare } from '../site.ts';

/** Redis with the rendered file. */
export const redis: Prepare = async (site, component, copy) => {
  const path = fileOf(site.plan, component, 'redis.conf');
  const port = site.portOf(component);
  const conf = redisCopy(textOf(site.files, path), {
    port,
    data: site.folder.makeFolder(`${copy.folder}/data`),
    socket: join(site.folder.path, copy.folder, 'redis.sock'),
    file: (name) => site.folder.write(`${copy.folder}/${name}`, ''),
  });
  return {
    command: { program: site.programs('redis-server'), as: 'server', args: [site.folder.write(`${copy.folder}/redis.conf`, conf.text), ...conf.args] },
    port,
    mapped: conf.mapped.map((line) => ({ file: path, ...line })),
    ready: () => accepts(port),
    endSignal: 'SIGKILL',
  };
};
