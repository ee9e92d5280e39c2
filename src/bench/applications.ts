import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseDockerfile } from '../formats/dockerfile.ts';
import { composeWords } from '../formats/shell-words.ts';
import type { ApplicationStart } from '../live/live.ts';
import { valueOf } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import { counted, quoted } from '../model/quote.ts';
import { isExternal, type Component, type Stack } from '../model/stack.ts';
import { isApplication, isPython } from '../model/who.ts';
import { shownPath } from '../output/path.ts';
import { build_context, build_dockerfile, migrate } from '../settings/component.ts';

/** What was said of the application: its command, and its folder. */
export interface Said {
  readonly command?: string | undefined;
  readonly folder?: string | undefined;
}

/** How each application of a plan is started on this machine: as was said, else as the Dockerfile of its build says; the command of Python is rendered. */
export function applicationStarts(plan: Stack, said: Said, cwd: string): Readonly<Record<string, ApplicationStart>> {
  const applications = plan.components.filter((component) => isApplication(component) && !isExternal(plan, component));
  if (said.command !== undefined && applications.length !== 1) fail(`--app says how one application is started; ${plan.name} has ${counted(applications.length, 'application')}`, undefined, 'state how each of them is built: components: [{ name: ..., build: { context: ... } }]');
  return Object.fromEntries(applications.map((application) => [application.name, startOf(plan, application, said, cwd)]));
}

function startOf(plan: Stack, application: Component, said: Said, cwd: string): ApplicationStart {
  const dockerfile = said.command === undefined ? dockerfileOf(plan, application, cwd) : undefined;
  const command = said.command === undefined ? isPython(application) ? undefined : commandIn(dockerfile, application, cwd) : wordsOf(said.command);
  const folder = said.folder === undefined ? dockerfile === undefined ? cwd : dirname(dockerfile) : resolve(cwd, said.folder);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) fail(`there is no folder ${shownPath(folder, cwd)} in which ${application.name} could be started`, undefined, HINT);
  const migration = valueOf(plan, application, migrate);
  return { cwd: folder, ...(command === undefined ? {} : { command }), ...(migration === undefined || migration.length === 0 ? {} : { migrate: migration }) };
}

const HINT = "say how it is started: --app 'node server.js' --app-dir path/to/it";

/** The Dockerfile that a profile names, as Compose finds it from the rendered stack. */
function dockerfileOf(plan: Stack, application: Component, cwd: string): string | undefined {
  const context = valueOf(plan, application, build_context);
  return context === undefined ? undefined : join(resolve(cwd, 'out', plan.name, context), valueOf(plan, application, build_dockerfile) ?? 'Dockerfile');
}

/** The command of the Dockerfile's last stage. */
function commandIn(dockerfile: string | undefined, application: Component, cwd: string): readonly string[] {
  if (dockerfile === undefined) return fail(`nothing says how ${application.name} is started: its profile names an image, and no build`, undefined, HINT);
  const shown = shownPath(dockerfile, cwd);
  if (!existsSync(dockerfile)) return fail(`${application.name} is built from ${shown}, which is not there`, undefined, HINT);
  const instructions = parseDockerfile({ path: shown, text: readFileSync(dockerfile, 'utf8') }).stages.at(-1)?.instructions ?? [];
  const words = ['ENTRYPOINT', 'CMD'].flatMap((name) => instructions.findLast((one) => one.name === name)?.exec?.map(({ text }) => text) ?? []);
  return words.length > 0 ? words : fail(`${shown} has no CMD of the form ["node", "server.js"]`, undefined, HINT);
}

function wordsOf(command: string): readonly string[] {
  const { words, flaw } = composeWords(command);
  if (flaw !== undefined || words.length === 0) fail(`expected a command such as 'node server.js', found ${quoted(command)}`, { file: '--app', line: 0, column: 0 }, flaw?.message);
  return words.map(({ text }) => text);
}
