import { readFileSync } from 'node:fs';
import type { Variant } from '../model.ts';
import { GUIDE_2_POSTGRES } from './guides.ts';
import { pgtuneWeb } from './pgtune.ts';

/** Node's server as a team would configure it: processes, options of `pg.Pool`, properties of `http.Server`. */
export interface PlainNode {
  readonly workers: number | 'cpus';
  readonly pool: Readonly<Record<string, number>>;
  readonly server: Readonly<Record<string, number>>;
}

/** A whole stack: somebody's files, or those that Plumbline renders. */
export interface StackVariant extends Variant {
  readonly own?: { readonly nginx: string; readonly postgres: string; readonly node: PlainNode };
}

/** The compared stacks, for a machine of that many bytes. `root` is the repository. */
export function stackVariants(root: string, memory: number): readonly StackVariant[] {
  const nginx = (name: string): string => readFileSync(`${root}/test/compare/variants/nginx/${name}.conf`, 'utf8');
  const defaults: PlainNode = { workers: 'cpus', pool: {}, server: {} };
  const plain = { nginx: nginx('defaults'), postgres: '', node: defaults };
  return [
    { id: 'defaults', title: 'defaults', said: 'nginx with proxy_pass, cluster with os.cpus(), pools of 10, PostgreSQL as installed', own: plain },
    { id: 'pgtune', title: 'PGTune + nginxconfig', said: 'PGTune for the whole machine, nginxconfig.io in front, Node as in the defaults', own: { nginx: nginx('nginxconfig'), postgres: pgtuneWeb(memory), node: defaults } },
    {
      id: 'guide-2', title: 'guide 2', said: '4 workers with pools of 30, keep-alive 5 s behind 60 s, its nginx and PostgreSQL values',
      own: { nginx: nginx('guide-2'), postgres: GUIDE_2_POSTGRES, node: { workers: 4, pool: { max: 30, connectionTimeoutMillis: 30_000 }, server: { keepAliveTimeout: 5000 } } },
    },
    {
      id: 'guide-5', title: 'guide 5', said: '8 workers with pools of 30, pool timeout 60 s, keep-alive 5 s, nginx and PostgreSQL as installed',
      own: { ...plain, node: { workers: 8, pool: { max: 30, connectionTimeoutMillis: 60_000 }, server: { keepAliveTimeout: 5000 } } },
    },
    { id: 'plumbline', title: 'Plumbline', said: 'the profile small on this machine, its Node server run by plumbline/server' },
    { id: 'twin', title: 'defaults (A/A)', said: 'the defaults once more: what differs from them differs by chance', own: plain },
  ];
}
