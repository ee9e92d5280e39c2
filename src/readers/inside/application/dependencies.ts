import { statedEntry, type Entry } from '../../../model/entry.ts';
import { positionIn, type SourceTree } from '../../../model/source.ts';
import { dependency } from '../../../settings/found.ts';
import type { Packages } from './manifest-names.ts';
import { entriesOnly } from './state.ts';
import type { Facts } from '../../../model/facts.ts';

/** The packages that checks ask about: limiters of requests, the stores that they can count in, drivers that are awaited, and that of MongoDB. */
const ASKED = ['@fastify/rate-limit', 'express-rate-limit', '@nestjs/throttler', 'flask-limiter', 'slowapi', 'ioredis', 'redis', 'rate-limit-redis', '@nest-lab/throttler-storage-redis', 'asyncpg', 'sqlalchemy[asyncio]', 'pymongo'];

/** Those of them that a manifest asks for, each at the place of its name. */
export function dependencyFacts(component: string, packages: Packages | undefined, tree: SourceTree): Facts {
  const file = packages === undefined ? undefined : tree.file(packages.file);
  if (packages === undefined || file === undefined) return entriesOnly();
  const lines = file.text.split('\n');
  return entriesOnly(...ASKED.filter((name) => packages.versions.has(name)).map((name): Entry => {
    const line = lines.findIndex((text) => text.toLowerCase().includes(name));
    const column = (lines[line]?.toLowerCase().indexOf(name) ?? -1) + 1;
    return statedEntry(component, dependency, packages.versions.get(name) ?? '', positionIn(file, Math.max(1, line + 1), Math.max(1, column)), { subject: name });
  }));
}
