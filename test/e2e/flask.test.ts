import { fileURLToPath } from 'node:url';
import { disturb } from './disturbances.ts';
import { byForm } from './form.ts';
import { useAgain } from './keepalive.ts';
import { flask } from './runtimes.ts';

const profile = fileURLToPath(new URL('profiles/flask.yaml', import.meta.url));

disturb(flask, profile, byForm(
  { rate: 50, reloads: 0, kills: 2, ends: 0, updates: 0, away: 2000 },
  { rate: 100, reloads: 20, kills: 10, ends: 4, updates: 4, away: 10_000 },
));

// Guides keep connections for 5 s behind a proxy that keeps them for 60 s.
useAgain(flask, profile, byForm({ connections: 50, upstream: 2, application: 0, client: 0, control: 3 }, { connections: 55, upstream: 2, application: 1, client: 1, control: 5 }), byForm('2s', '5s'));
