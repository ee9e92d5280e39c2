import type { Component } from '../model/stack.ts';
import type { Setting } from '../model/setting.ts';
import * as gunicorn from './gunicorn.ts';
import * as node from './node.ts';
import * as python from './python.ts';
import * as uvicorn from './uvicorn.ts';

const BY_KIND: Readonly<Record<string, Setting<number>>> = { node: node.workers, next: node.workers, gunicorn: gunicorn.workers, uvicorn: uvicorn.workers, python: python.processes };

/** The setting that says how many processes one replica of an application has; none for what is no application of a plan. */
export const processesOf = ({ kind }: Pick<Component, 'kind'>): Setting<number> | undefined => BY_KIND[kind];
