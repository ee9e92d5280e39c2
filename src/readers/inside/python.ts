import { treeOf } from '../../model/source.ts';
import { pythonApplication } from './application/python.ts';
import { invocationsOf } from './application/programs.ts';
import { ownSettingsFile } from './python/own-settings.ts';
import type { InsideReader } from './running.ts';

const NO_TREE = { tree: treeOf({}) };

/** A Python process that answers no requests, and has the settings that Plumbline renders: others are applications whose runtime is told. */
export const pythonReader: InsideReader = {
  kind: 'python',
  recognises: (container) => ownSettingsFile(container, NO_TREE) !== undefined,
  read: (container, around) => pythonApplication(container, around, invocationsOf(container, around).at(-1)?.program ?? 'python', []),
};
