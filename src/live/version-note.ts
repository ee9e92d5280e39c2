import { spawnSync } from 'node:child_process';
import type { Component } from '../model/stack.ts';
import { compareVersions } from '../model/version.ts';
import { versionOf } from '../targets/names.ts';
import type { Site } from './site.ts';

/** Why a server may not have started: it is older than the plan is for. Nothing is said where it is not, or where it does not tell its version. */
export function versionNote(site: Site, component: Component, program: string): string | undefined {
  const wanted = versionOf(site.plan, component);
  if (wanted === '' || ['node', 'next', 'python'].includes(component.kind)) return undefined;
  const { stdout, stderr } = spawnSync(program, [component.kind === 'nginx' ? '-v' : '--version'], { encoding: 'utf8', timeout: 10_000 });
  const found = /[0-9]+\.[0-9]+(?:\.[0-9]+)*/.exec(`${stdout}${stderr}`)?.[0];
  if (found === undefined || compareVersions(found, wanted) >= 0) return undefined;
  return `${program} is version ${found}, and the files are for ${wanted}: name a newer one with PLUMBLINE_${component.kind === 'redis' ? 'REDIS_SERVER' : component.kind.toUpperCase()}, or state the version in the profile`;
}
