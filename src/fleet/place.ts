import { join } from 'node:path';
import { check } from '../check.ts';
import { loadFiles, profileFiles, settingsLeftOut } from '../load.ts';
import { InputError } from '../model/problem.ts';
import { buildsOf, unbuiltIn } from '../output/builds.ts';
import { compare } from '../output/changes.ts';
import { stackFolder } from '../output/folder.ts';
import { onDisk, shownPath } from '../output/path.ts';
import { prepare, tidy } from '../output/prepare.ts';
import { lookForSecrets } from '../output/secrets.ts';
import { untouched } from '../output/untouched.ts';
import type { Source } from '../profile/source.ts';
import { render, secretsFor, targetNames, type TargetFile } from '../render.ts';
import { summaryOf } from '../reporters/summary.ts';
import { size } from '../size.ts';
import type { Facts } from './facts.ts';
import { keep, recall } from './memory.ts';
import type { Order } from './order.ts';
import type { Answer, Placed } from './placed.ts';
import { printOf } from './print.ts';

/** What becomes of one profile; what is wrong with it is an answer, and anything else thrown a fault of ours. */
export async function answerTo(profile: string, order: Order): Promise<Answer> {
  try {
    return { placed: await place(profile, order) };
  } catch (error) {
    if (error instanceof InputError) return { problems: error.problems };
    throw error;
  }
}

async function place(profile: string, order: Order): Promise<Placed> {
  const sources = profileFiles({ ...order, profile });
  const print = order.memory === undefined ? '' : printOf(sources, order, order.memory);
  return recalled(profile, print, order) ?? (await rendered(profile, sources, print, order));
}

/** The answer of an earlier run, where the same was asked and nothing on the disk has changed since. */
function recalled(profile: string, print: string, order: Order): Placed | undefined {
  const known = recall(profile, print, order);
  if (known === undefined) return undefined;
  const folder = stackFolder(order.out, known.facts.summary.name);
  const changes = untouched(folder, known.manifest, order.targets ?? targetNames());
  if (changes === undefined) return undefined;
  if (order.purpose === 'write') tidy(folder, changes);
  return { profile, changes, conflicts: [], ...around(known.facts, folder, order) };
}

async function rendered(profile: string, sources: readonly Source[], print: string, order: Order): Promise<Placed> {
  const plan = size(loadFiles(sources, order));
  const facts: Facts = { summary: summaryOf(plan, check(plan), settingsLeftOut(sources, order)), secrets: secretsFor(plan, order.targets), builds: order.targets?.includes('compose') === false ? [] : buildsOf(plan) };
  const files = await render(plan, order.targets);
  if (order.purpose === 'show') return { profile, summary: facts.summary, folder: join(order.out, plan.name), changes: [], conflicts: [], files, secrets: [], unbuilt: [] };
  return compared(profile, files, facts, print, order);
}

function compared(profile: string, files: readonly TargetFile[], facts: Facts, print: string, order: Order): Placed {
  const folder = stackFolder(order.out, facts.summary.name);
  const changes = onDisk(() => `${shownPath(folder, order.cwd)} cannot be read`, () => compare(folder, files, order.targets ?? targetNames(), order.edits));
  const beside = around(facts, folder, order);
  const prepared = order.purpose === 'write' && changes.conflicts.length === 0 ? prepare(changes) : undefined;
  if (order.purpose === 'write' && changes.conflicts.length === 0) keep(profile, { print, facts, manifest: changes.after }, order);
  return { profile, changes: changes.changes.map(({ path, target, status }) => ({ path, target, status })), conflicts: changes.conflicts, prepared, ...beside };
}

/** What lies beside the files: secrets, and Dockerfiles to build from. */
const around = ({ summary, secrets, builds }: Facts, folder: string, { cwd }: Order): Pick<Placed, 'summary' | 'folder' | 'secrets' | 'unbuilt'> => ({
  summary,
  folder,
  secrets: lookForSecrets(folder, secrets),
  unbuilt: unbuiltIn(folder, builds).map((build) => ({ ...build, dockerfile: shownPath(build.dockerfile, cwd) })),
});
