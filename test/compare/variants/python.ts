import { dirname, join } from 'node:path';
import { loadProfile } from '../../../src/load.ts';
import { isAnswering } from '../../../src/model/who.ts';
import type { RenderedFile } from '../../../src/model/target.ts';
import { render } from '../../../src/render.ts';
import { scenarioOf } from '../../../src/rules/scenario/requests.ts';
import { size } from '../../../src/size.ts';
import { requireTool } from '../../servers/tools.ts';
import type { Variant } from '../model.ts';
import type { Setting } from '../part.ts';
import type { ComparedStack, Family } from '../stack/family.ts';
import { withoutLimits } from './node.ts';

/** The PostgreSQL of every stack: guides state what is in none before 16. */
export const POSTGRES = 18;

/** A profile of a guide, as the guide states it or with nothing stated. */
interface Told extends Variant { readonly guide: string; readonly as: 'written' | 'sized' }

/** examples/items-fastapi: guide 2 as written, and the same system sized. */
export const fastapiFamily = (setting: Setting): Promise<Family> => familyOf(setting, 'FastAPI', 'items-fastapi', [
  { id: 'guide-2', title: 'guide 2', said: '4 uvicorn workers, pools of 10 + 20, keep-alive 5 s behind 60 s, its nginx and PostgreSQL values', guide: 'guide-2', as: 'written' },
  { id: 'plumbline', title: 'Plumbline', said: 'the profile of guide 2 on this machine, nothing stated (--sized)', guide: 'guide-2', as: 'sized' },
  { id: 'twin', title: 'guide 2 (A/A)', said: 'guide 2 once more: what differs from it differs by chance', guide: 'guide-2', as: 'written' },
]);

/** examples/items-flask: guides 4 and 5 as written, and the system of guide 5 sized. */
export const flaskFamily = (setting: Setting): Promise<Family> => familyOf(setting, 'Flask', 'items-flask', [
  { id: 'guide-5', title: 'guide 5', said: '8 gevent workers of 2000 connections, pools of 10 + 20, pool timeout 60 s, keep-alive 5 s behind 60 s', guide: 'guide-5', as: 'written' },
  { id: 'guide-4', title: 'guide 4', said: '4 workers of 2 threads, pools of 10 + 10', guide: 'guide-4', as: 'written' },
  { id: 'plumbline', title: 'Plumbline', said: 'the profile of guide 5 on this machine, nothing stated (--sized)', guide: 'guide-5', as: 'sized' },
  { id: 'twin', title: 'guide 5 (A/A)', said: 'guide 5 once more: what differs from it differs by chance', guide: 'guide-5', as: 'written' },
]);

async function familyOf(setting: Setting, framework: string, folder: string, told: readonly Told[]): Promise<Family> {
  const { effort: { python: effort } } = setting;
  const stacks = await Promise.all(told.map((each) => stackOf(setting, folder, each)));
  const [first] = stacks;
  return {
    title: `${framework} with gunicorn`, note: noteOf(folder), stacks, effort, scenario: first === undefined ? [] : scenarioOf(first.plan),
    roles: { ours: 'plumbline', reference: told[0]?.id ?? '', twin: 'twin' },
    edges: [5],
  };
}

async function stackOf({ root, effort: { python: { items } } }: Setting, folder: string, { guide, as, ...variant }: Told): Promise<ComparedStack> {
  const plan = size(loadProfile({
    profile: `${root}/test/compare/profiles/${guide}.yaml`, scenario: `${root}/profiles/small.yaml`, sets: [`db.component.version=${POSTGRES}`],
    ...(as === 'sized' && { sized: true }), builtInDirectory: `${root}/profiles`, cwd: root,
  }));
  const postgres = requireTool(`postgres-${POSTGRES}`).path;
  const start = { cwd: `${root}/examples/${folder}`, migrate: ['python', 'migrate.py'], env: { SEED_ITEMS: String(items) } };
  return {
    ...variant, plan, files: as === 'sized' ? await render(plan) : (await render(plan)).map(withoutCapacity),
    applications: Object.fromEntries(plan.components.filter(isAnswering).map(({ name }) => [name, start])),
    programs: { python: requireTool('python').path, postgres, initdb: join(dirname(postgres), 'initdb'), psql: requireTool('psql').path },
  };
}

/** What a guide's stack has no word for: that the application is sent no more than it can carry, and that it has its share of the connections. */
function withoutCapacity(file: RenderedFile): RenderedFile {
  const texts: Readonly<Record<string, (text: string) => string>> = {
    'nginx/nginx.conf': (text) => text.replace(/^ *limit_req zone=limit_applications .*\n/gm, ''),
    'python/gunicorn.conf.py': (text) => text.replace(/^limit_concurrency = .*$/m, 'limit_concurrency = None'),
    'postgres/roles.sql': withoutLimits,
  };
  return { ...file, text: texts[file.path]?.(file.text) ?? file.text };
}

const noteOf = (folder: string): string => `The application examples/${folder} with nginx, PostgreSQL and Redis. Each guide's profile (examples/guides) with this application, its routes and this machine: one core and 2 GiB for all of it; the limits of each container are not held. What a guide does not say is sized in its stack as in ours, except that nothing there limits what reaches the application. Requests come at random (Poisson) at the given rate, in the shares of the profile small, from 200 clients; the 100 clients at once ask for what only the application answers, and wait when they are told to come back. Refused are connections that PostgreSQL refused the application. Who misses the targets at two rates is not asked for more.`;
