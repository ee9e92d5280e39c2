import type { Component, Stack } from '../../model/stack.ts';
import { PYTHON_SETTINGS } from '../environment.ts';
import { renderGunicornConfig } from './gunicorn.ts';
import { renderServing } from './serving.ts';
import { renderSettings } from './settings.ts';
import { GUNICORN_CONFIG } from './start.ts';

/** A file of a Python application, and where its container has it. */
export interface PythonFile {
  readonly name: string;
  readonly path: string;
  readonly render: (plan: Stack, application: Component) => string;
}

const gunicorn: PythonFile = { name: 'gunicorn.conf.py', path: GUNICORN_CONFIG, render: renderGunicornConfig };
const settings: PythonFile = { name: 'settings.py', path: PYTHON_SETTINGS, render: renderSettings };
const serving: PythonFile = { name: 'serving.py', path: '/app/serving.py', render: renderServing };

/** The files of a Python application. */
export const pythonFilesOf = ({ kind }: Component): readonly PythonFile[] => (kind === 'gunicorn' ? [gunicorn, settings, serving] : [settings, serving]);
