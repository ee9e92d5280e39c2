import { verbatim } from '../../../formats/compose-values.ts';
import { noted, type YamlData } from '../../../formats/yaml-document.ts';
import type { Component, Stack } from '../../../model/stack.ts';
import { METRICS_FOLDER, pythonEnvironmentOf } from '../../environment.ts';
import { fileOf } from '../../names.ts';
import { pythonFilesOf } from '../../python/files.ts';
import { healthOf } from '../../python/health.ts';
import { startOf, type CommandWord } from '../../python/start.ts';
import { reasonOf } from '../../reason.ts';
import type { Describe, Server } from '../server.ts';
import { environmentMap } from './node.ts';

/** A Python application: the image is the user's, the configuration is ours. */
export const python: Describe = (plan, component) => ({
  config: configOf(plan, component),
  scratch: [{ path: METRICS_FOLDER }, { path: '/tmp' }],
  volumes: [],
  healthy: healthOf(plan, component).map(verbatim),
  stopSignal: 'SIGTERM',
  command: startOf(plan, component).map(line),
  environment: environmentMap(pythonEnvironmentOf(plan, component)),
  init: true,
  sharedMemory: true,
});

const configOf = (plan: Stack, component: Component): Server['config'] =>
  pythonFilesOf(component).map(({ name, path }) => ({ source: fileOf(plan, component, name), target: path }));

const line = ({ text, entry }: CommandWord): YamlData => (entry === undefined ? verbatim(text) : noted(verbatim(text), reasonOf(entry)));
