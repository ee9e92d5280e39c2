import type { Entry } from '../model/entry.ts';
import type { Input } from '../model/input.ts';
import { proxies } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as nginx from '../settings/nginx.ts';

/** What one proxy keeps open to the component. */
export interface Kept {
  readonly of: string;
  readonly replicas: number;
  readonly workers: number;
  /** Idle connections of one worker. */
  readonly keepalive: number;
}

/** The idle connections that every proxy in front may keep to the component; those whose numbers are not known are left out. */
export const keptConnections: Input<readonly Kept[]> = {
  read: (scope) => {
    const entries: Entry[] = [];
    const kept = proxies(scope.stack, scope.component).flatMap((proxy): readonly Kept[] => {
      const read = [scope.find(proxy, c.replicas), scope.find(proxy, nginx.worker_processes), scope.find(proxy, nginx.upstream_keepalive, scope.component.name)];
      const [replicas = 1, workers, keepalive] = read.map((entry) => entry?.value);
      if (typeof replicas !== 'number' || typeof workers !== 'number' || typeof keepalive !== 'number') return [];
      entries.push(...read.filter((entry) => entry !== undefined));
      return [{ of: proxy.name, replicas, workers, keepalive }];
    });
    return { found: true, value: kept, entries };
  },
};
