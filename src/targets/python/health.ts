import { digits } from '../../formats/units.ts';
import { need } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import { isAnswering } from '../../model/who.ts';
import * as python from '../../settings/python.ts';
import { READY_PATH } from '../node/paths.ts';

/** Python is the one program that the image of a Python application surely has. */
const run = (code: string): readonly string[] => ['python3', '-c', code];

/** Asks for the readiness page; an answer that is an error ends it with one, and a proxy that the environment names is passed by. */
const ASK = `import os,urllib.request as r;r.build_opener(r.ProxyHandler({})).open('http://127.0.0.1:'+os.environ['PORT']+'${READY_PATH}')`;

/** Asks whether a worker has begun: its heartbeat file is there. */
export const BEGUN: readonly string[] = run("import os;os.stat(os.environ['HEARTBEAT_FILE'])");

/** Asks whether a worker still works: its heartbeat file is no older than these seconds. */
export const beating = (seconds: string): readonly string[] => run(`import os,sys,time;sys.exit(time.time()-os.stat(os.environ['HEARTBEAT_FILE']).st_mtime>${seconds})`);

/** Asks a Python application whether it is well, from inside: over HTTP where it answers, by the age of its heartbeat where it works on messages. */
export const healthOf = (plan: Stack, application: Component): readonly string[] =>
  (isAnswering(application) ? run(ASK) : beating(digits(need(plan, application, python.heartbeat_timeout) / SECOND)));
