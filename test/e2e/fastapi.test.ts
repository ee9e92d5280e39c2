import { fileURLToPath } from 'node:url';
import { disturb } from './disturbances.ts';
import { byForm, isLong } from './form.ts';
import { useAgain } from './keepalive.ts';
import { fastapi } from './runtimes.ts';

const profile = fileURLToPath(new URL('profiles/fastapi.yaml', import.meta.url));

disturb(fastapi, profile, byForm(
  { rate: 50, reloads: 0, kills: 0, ends: 1, updates: 1, away: 2000 },
  { rate: 100, reloads: 20, kills: 10, ends: 4, updates: 4, away: 10_000 },
));

// Guides keep connections for 5 s behind a proxy that keeps them for 60 s. The short form shows it with Flask and Node.
if (isLong) useAgain(fastapi, profile, { connections: 55, upstream: 2, application: 1, client: 1, control: 5 }, '5s');
