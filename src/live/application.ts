import { fail } from '../model/problem.ts';
import type { Component } from '../model/stack.ts';
import { need } from '../model/lookup.ts';
import { health_timeout } from '../settings/container.ts';
import { READY_PATH } from '../targets/node/paths.ts';
import { answersOk } from './http.ts';
import type { ApplicationStart } from './live.ts';
import type { Program } from './programs.ts';
import type { Copy, Site } from './site.ts';

/** How an application is started, as somebody said. */
export function startOf(site: Site, component: Component): ApplicationStart {
  return site.applications[component.name] ?? fail(`nothing says how the application ${component.name} is started`, undefined, 'name its command and its folder');
}

/** The programs that an application's command may begin with and that are found for it, instead of by its PATH. */
const FOUND: readonly Program[] = ['node', 'python', 'gunicorn', 'uvicorn'];

/** A command of an application on this machine. */
export function programOf(site: Site, words: readonly string[]): { readonly program: string; readonly args: readonly string[] } {
  const [first = '', ...args] = words;
  const known = FOUND.find((program) => program === first);
  return { program: known === undefined ? first : site.programs(known), args };
}

/** Whether a copy says that it is ready, in the time that its container has for that. */
export function saysReady(site: Site, component: Component, { host }: Copy): () => Promise<boolean> {
  const timeout = need(site.plan, component, health_timeout);
  return () => answersOk({ host, port: site.portOf(component), path: READY_PATH, timeout });
}
