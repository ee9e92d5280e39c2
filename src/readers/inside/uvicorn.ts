import { flagsIn, type Flag } from '../../formats/flags.ts';
import { isLoopback } from '../../formats/host-port.ts';
import { LONGEST_PROGRAM } from '../../formats/literal.ts';
import { callIn } from '../../formats/python/call-in.ts';
import { defaultEntry, statedEntry, type Position } from '../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../model/facts.ts';
import { positionIn, treeOf, type Word } from '../../model/source.ts';
import { portOf } from '../../formats/connection-string/parts.ts';
import * as uvicorn from '../../settings/uvicorn.ts';
import { fileIn } from './application/files.ts';
import { givenByFlag, givenByVariable } from './application/given.ts';
import { listening, listeningAt, reachablePort } from './application/listening.ts';
import { preferring } from './application/preferring.ts';
import { invocationsOf, type Invocation } from './application/programs.ts';
import { namedIn, pythonApplication } from './application/python.ts';
import { entriesOnly, stating, statingLiteral } from './application/state.ts';
import { outsideOf, replaced } from './application/variables.ts';
import type { InsideReader, RunningContainer, Surroundings } from './running.ts';
import { FLAGS, SETTINGS } from './uvicorn/flags.ts';

const NO_TREE: Surroundings = { tree: treeOf({}) };
const serverIn = (container: RunningContainer, around: Surroundings): Invocation | undefined => invocationsOf(container, around).findLast(({ program }) => Object.hasOwn(FLAGS, program));

/** uvicorn, `fastapi run`, hypercorn, daphne and granian: flags, UVICORN_* and WEB_CONCURRENCY; `uvicorn.run(…)` of the file that Python starts. */
export const uvicornReader: InsideReader = {
  kind: 'uvicorn',
  recognises: (container) => serverIn(container, NO_TREE) !== undefined || called(container, NO_TREE) !== undefined,
  read: (container, around) => {
    const server = serverIn(container, around);
    const settings = server === undefined ? (called(container, around) ?? NOTHING) : preferring([flagged(server, container, around), fromEnvironment(server.program, container)]);
    return together([settings, pythonApplication(container, around, server?.program ?? 'uvicorn', settings.entries)]);
  },
};

/** What the command line of a server states, its port and its kind. */
function flagged(server: Invocation, container: RunningContainer, around: Surroundings): Facts {
  const { program, at, words } = server;
  const { component } = container;
  const app = namedIn(server);
  const flags = flagsIn(words, FLAGS[program] ?? { valued: {} });
  const last = [...new Map(flags.map((flag) => [flag.name, flag])).values()];
  const name = ['fastapi', 'uvicorn'].includes(program) ? 'uvicorn' : program;
  const host = last.find((flag) => flag.name === 'host');
  return together([
    entriesOnly(statedEntry(component, uvicorn.server, name, at, { text: program })),
    // `fastapi run` listens for everybody, unlike uvicorn itself.
    host === undefined && program === 'fastapi' && words[0]?.text === 'run' ? entriesOnly(defaultEntry(component, uvicorn.host, '0.0.0.0', 'fastapi run')) : NOTHING,
    app === undefined ? NOTHING : stating(component, uvicorn.app, { ...app, shown: app.text }),
    ...last.map((flag) => stated(flag, container, around)),
    port(program, last, container, around),
  ]);
}

function stated(flag: Flag<Word>, container: RunningContainer, around: Surroundings): Facts {
  const { component } = container;
  if (flag.name === 'no_proxy_headers') return stating(component, uvicorn.proxy_headers, { text: 'false', at: flag.word.at, shown: flag.shown });
  const setting = SETTINGS.get(flag.name);
  return setting === undefined ? NOTHING : givenByFlag(component, setting, flag, outsideOf(container, around));
}

/** The port, where others reach it: uvicorn by itself listens on the loopback only. */
function port(program: string, flags: readonly Flag<Word>[], container: RunningContainer, around: Surroundings): Facts {
  const outside = outsideOf(container, around);
  const of = (name: string): { readonly text: string; readonly at: Position; readonly shown: string } | undefined => {
    const flag = flags.find((one) => one.name === name);
    const text = flag?.value === undefined ? undefined : replaced(flag.value, outside);
    const variable = flag === undefined ? container.environment.get(`UVICORN_${name.toUpperCase()}`) : undefined;
    if (variable !== undefined) return { text: variable.text, at: variable.at, shown: `UVICORN_${name.toUpperCase()}: ${variable.text}` };
    return flag === undefined || text === undefined || !('text' in text) ? undefined : { text: text.text, at: { ...flag.word.at, column: flag.word.at.column + flag.offset }, shown: flag.shown };
  };
  const bind = of('bind');
  const bound = bind === undefined ? undefined : reachablePort(bind.text);
  if (bind !== undefined) return bound === undefined ? NOTHING : entriesOnly(...listeningAt(container.component, bound, bind.at, bind.shown));
  const host = of('host');
  const known = host?.text ?? (program === 'fastapi' ? '0.0.0.0' : '127.0.0.1');
  if (isLoopback(known) || flags.some(({ name }) => name === 'uds')) return NOTHING;
  const given = of('port');
  const number = portOf(given?.text ?? '');
  if (given !== undefined) return number === undefined ? NOTHING : entriesOnly(...listeningAt(container.component, number, given.at, given.shown));
  return flags.some(({ name }) => name === 'port') ? NOTHING : entriesOnly(...listening(container.component, 8000, { from: 'default', of: program }));
}

/** What variables state where no flag does. */
function fromEnvironment(program: string, { component, environment, unresolved }: RunningContainer): Facts {
  if (!['uvicorn', 'fastapi'].includes(program)) return NOTHING;
  const own = [...SETTINGS.values()].map((setting) => givenByVariable(component, setting, `UVICORN_${setting.name.toUpperCase()}`, environment, unresolved));
  return together([...own, givenByVariable(component, uvicorn.workers, 'WEB_CONCURRENCY', environment, unresolved), givenByVariable(component, uvicorn.forwarded_allow_ips, 'FORWARDED_ALLOW_IPS', environment, unresolved)]);
}

/** `uvicorn.run(app, host=…, port=…, workers=…)` in the file that Python is told to run. */
function called(container: RunningContainer, around: Surroundings): Facts | undefined {
  const python = invocationsOf(container, around).findLast(({ program }) => /^python[23]?$/.test(program));
  const script = python?.words.find((word) => word.text.endsWith('.py'));
  const file = script === undefined ? undefined : fileIn(container, around, script.text);
  if (file === undefined || file.text.length > LONGEST_PROGRAM) return undefined;
  const given = callIn(file.text, 'uvicorn.run', outsideOf(container, around));
  if (given === undefined) return undefined;
  const facts = [...given].flatMap(([name, argument]) => {
    const setting = SETTINGS.get(name);
    return setting === undefined ? [] : [statingLiteral(container.component, setting, argument.literal, { at: positionIn(file, argument.at.line, argument.at.column), shown: `${name}=${argument.text}` })];
  });
  const host = given.get('host')?.literal;
  const portGiven = given.get('port');
  const reached = host?.known === true && !isLoopback(String(host.value));
  const number = portGiven === undefined ? 8000 : portGiven.literal.known ? portOf(String(portGiven.literal.value)) : undefined;
  const at = positionIn(file, portGiven?.at.line ?? 1, portGiven?.at.column ?? 1);
  const open = reached && number !== undefined ? listening(container.component, number, portGiven === undefined ? { from: 'default', of: 'uvicorn' } : { from: 'stated', at, text: `port=${portGiven.text}` }) : [];
  return together([{ ...NOTHING, files: [file.path] }, ...facts, entriesOnly(...open)]);
}

