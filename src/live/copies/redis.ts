import { copyLines, type Mapped } from './lines.ts';

/** Where a copy of Redis lives. */
export interface RedisPlace {
  readonly port: number;
  readonly data: string;
  readonly socket: string;
  /** An empty file that stands for one that the configuration names. */
  readonly file: (name: string) => string;
}

/** A copy of redis.conf for this machine, and what is said on the command line as well: a file that is silent would listen on Redis's own port, on every address. */
export function redisCopy(conf: string, place: RedisPlace): { readonly text: string; readonly mapped: readonly Mapped[]; readonly args: readonly string[] } {
  const copy = copyLines(conf, ' ', (name, value) => {
    switch (name.toLowerCase()) {
      case 'port': return String(place.port);
      case 'bind': return '127.0.0.1';
      case 'dir': return place.data;
      case 'logfile': case 'pidfile': case 'aclfile': return /^(""|)$/.test(value) ? undefined : place.file(value.replace(/.*\//, '').replaceAll('"', ''));
      case 'unixsocket': return place.socket;
      default: return undefined;
    }
  });
  const silent = [['port', String(place.port)], ['bind', '127.0.0.1'], ['dir', place.data]].filter(([name]) => !new RegExp(`^\\s*${name}\\s`, 'mi').test(conf));
  return {
    text: copy.text,
    mapped: [...copy.mapped, ...silent.map((words) => ({ from: '', to: words.join(' ') }))],
    args: silent.flatMap(([name = '', value = '']) => [`--${name}`, value]),
  };
}
