import type { Component } from '../model/stack.ts';
import type { Setting } from '../model/setting.ts';
import * as gunicorn from './gunicorn.ts';
import * as node from './node.ts';
import * as python from './python.ts';
import * as uvicorn from './uvicorn.ts';

/** The setting that says how many processes one replica has, by the kind of application that a plan can have. */
export const PROCESSES = { node: node.workers, next: node.workers, gunicorn: gunicorn.workers, uvicorn: uvicorn.workers, python: python.processes } as const;

const byKind: Readonly<Record<string, Setting<number>>> = PROCESSES;

/** The same of a component; none for what is no application of a plan. */
export const processesOf = ({ kind }: Pick<Component, 'kind'>): Setting<number> | undefined => byKind[kind];
