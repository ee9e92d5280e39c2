import { fill } from '../../formats/template.ts';
import type { Component, Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { isPython } from '../../model/who.ts';
import template from '../../../templates/dockerignore.hbs';
import { SECRETS_FOLDER } from '../secrets.ts';
import { dockerfileOf } from './stages.ts';

/** What no image needs, and what none may hold. */
const EVERYWHERE: readonly string[] = ['**/.env*', '**/.git', '**/.gitignore', '**/.venv', `**/${SECRETS_FOLDER}`, '**/Dockerfile*', '**/docker-compose*.yml', '**/node_modules'];
const OF_PYTHON: readonly string[] = ['**/*.py[cod]', '**/.mypy_cache', '**/.pytest_cache', '**/.ruff_cache', '**/__pycache__', 'htmlcov', 'tests', 'venv'];
const OF_NEXT: readonly string[] = ['**/*.log', '.next', 'coverage'];

/** The ignore file beside a Dockerfile. */
export const ignoreFile = (plan: Stack, component: Component): RenderedFile => ({
  path: `${dockerfileOf(plan, component)}.dockerignore`,
  text: fill(template, { name: component.name, paths: [...EVERYWHERE, ...(isPython(component) ? OF_PYTHON : OF_NEXT)].toSorted() }),
});
