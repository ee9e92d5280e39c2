import type { Component } from '../model/stack.ts';
import type { Setting } from '../model/setting.ts';
import * as node from './node.ts';
import * as python from './python.ts';

const BY_KIND: Readonly<Record<string, Setting<number>>> = { node: node.metrics_port, gunicorn: python.metrics_port, uvicorn: python.metrics_port, python: python.metrics_port };

/** The setting that says where an application serves its metrics; none for what exports none by itself. */
export const metricsPort = ({ kind }: Pick<Component, 'kind'>): Setting<number> | undefined => BY_KIND[kind];
