import { environment } from '../environment.ts';
import type { Component, Stack } from '../../../model/stack.ts';
import { isAnswering } from '../../../model/who.ts';
import * as container from '../../../settings/container.ts';
import * as python from '../../../settings/python.ts';
import { METRICS_FOLDER, pythonEnvironmentOf } from '../../environment.ts';
import { LIVE_PATH, READY_PATH } from '../../node.ts';
import { pythonFilesOf } from '../../python/files.ts';
import { BEGUN, beating } from '../../python/health.ts';
import { startOf, type CommandWord } from '../../python/start.ts';
import { portNumber, portOf } from '../port.ts';
import { LINKS_ONLY, type ConfigFile, type Describe, type Question, type Scratch, type Server } from '../server.ts';
import { respelled, spelled, tuned } from '../tuned.ts';

/** A Python application: the image is the user's, the configuration is ours. It does not delay its own shutdown, so the pod sleeps before it. */
export const pythonServer: Describe = (plan, component) => {
  const own = spelled(plan, component);
  return {
    controller: 'Deployment',
    ports: [
      ...(isAnswering(component) ? [{ name: 'http', number: portOf(plan, component), for: 'clients' as const }] : []),
      { name: 'metrics', number: own.number(python.metrics_port), for: 'monitoring' },
    ],
    ...(isAnswering(component) ? asked(plan, component) : watched(plan, component)),
    command: startOf(plan, component).map(word),
    env: environment(pythonEnvironmentOf(plan, component)),
    config: configOf(component),
    notes: notesOf(component),
    scratch: [...sharedMemory(plan, component), { name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: [METRICS_FOLDER, '/tmp'] }],
  };
};

type Asked = Pick<Server, 'ready' | 'alive' | 'started' | 'preStop'>;

/** Over HTTP: whether it lives, and whether it wants requests. */
function asked(plan: Stack, component: Component): Asked {
  const port = portOf(plan, component);
  const alive: Question = { httpGet: { path: LIVE_PATH, port: portNumber(port) } };
  return { ready: { httpGet: { path: READY_PATH, port: portNumber(port) } }, alive, started: alive, preStop: ['sleep', spelled(plan, component).secondsDigits(container.pre_stop_sleep)] };
}

/** By its heartbeat: whether there is one, and whether it is fresh. */
function watched(plan: Stack, component: Component): Asked {
  const [program = '', flag = ''] = BEGUN;
  const seconds = spelled(plan, component).secondsDigits(python.heartbeat_timeout);
  const alive: Question = { exec: { command: [program, flag, respelled(seconds, (age) => beating(age).at(-1) ?? '')] } };
  return { ready: { exec: { command: [...BEGUN] } }, alive, started: alive };
}

const word = ({ text, entry }: CommandWord): string => (entry === undefined ? text : tuned(text, entry));

const configOf = (component: Component): readonly ConfigFile[] =>
  pythonFilesOf(component).map(({ name, path, render }) => ({ key: name, path, render: (stack: Stack) => render(stack, component) }));

/** Heartbeat files of workers, where the server has any. */
const sharedMemory = (plan: Stack, component: Component): readonly Scratch[] =>
  (component.kind === 'gunicorn' ? [{ name: 'shm', size: spelled(plan, component).bytes(container.shm_size), in: 'memory', paths: ['/dev/shm'] }] : []);

const notesOf = (component: Component): readonly string[] => [
  LINKS_ONLY,
  ...(isAnswering(component) ? [] : ['It answers no requests: it lives as long as it touches the file $HEARTBEAT_FILE (settings.heartbeat()).']),
];
