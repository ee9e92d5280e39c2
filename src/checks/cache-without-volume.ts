import { defineCheck } from '../model/check.ts';
import { all, present } from '../model/input.ts';
import { image } from '../settings/component.ts';
import { tmpfs_size } from '../settings/container.ts';
import { bind, tmpfs, volume } from '../settings/found.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, named, nginxFiles, word } from './nginx-words.ts';

/** Whether a path lies below a mount point. */
const below = (path: string, mount: string): boolean => path === mount || path.startsWith(`${mount.replace(/\/$/, '')}/`);

/** A cache of answers that has no place of its own. */
export const cacheWithoutVolume = defineCheck({
  id: 'cache-without-volume',
  severity: 'note',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles, container: present(image), volumes: all(volume), binds: all(bind), memory: all(tmpfs), tmp: present(tmpfs_size) },
  broken: (v) => {
    if (v.container === undefined) return undefined;
    const mounts = [...v.volumes, ...v.binds, ...v.memory].map(({ subject }) => subject).concat(v.tmp === undefined ? [] : ['/tmp']);
    return inEach(v.files, (config) => named(config, 'proxy_cache_path').flatMap(({ directive }) => {
      const path = word(directive) ?? '';
      return mounts.some((mount) => below(path, mount)) ? [] : [breachAt(directive, `the cache at ${path} lies in the container's own layer: ${mounts.length === 0 ? 'nothing is mounted' : 'no mount holds it'}`)];
    }));
  },
  why: 'Every new container starts with an empty cache, and until then it fills the disk of the host, where no limit holds.',
  fix: 'mount a tmpfs (counted in the memory limit) or a volume at the path of the cache.',
  source: 'docs.docker.com, storage drivers; the guide of Bahamm',
  examples: {
    holds: [{ files: inHttp('proxy_cache_path /var/cache/nginx/p keys_zone=p:10m max_size=100m;'), container: 'nginx:1.28', volumes: [], binds: [], memory: [{ subject: '/var/cache/nginx', value: 0 }], tmp: undefined }],
    breaks: [{ files: inHttp('proxy_cache_path /var/cache/nginx/p keys_zone=p:10m max_size=100m;'), container: 'nginx:1.28', volumes: [], binds: [{ subject: '/etc/nginx/nginx.conf', value: 'nginx.conf' }], memory: [], tmp: undefined }],
  },
});
