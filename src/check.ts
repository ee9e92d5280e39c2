import { entryId, type Entry } from './model/entry.ts';
import { judges, type Check, type Finding, type Report, type Severity } from './model/check.ts';
import type { Scope } from './model/input.ts';
import type { Setting } from './model/setting.ts';
import { part, PROFILE_PARTS, type Component, type Stack } from './model/stack.ts';
import { checks as allChecks } from './checks/index.ts';
import { version as versionSetting } from './settings/component.ts';

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/**
 * Judges every relation between the entries of a stack, a plan of ours or a stranger's. What is
 * not stated counts as the server's default for its version; what has none is reported as unread.
 */
export function check(stack: Stack, checks: readonly Check[] = allChecks): Report {
  const findings: Finding[] = [];
  const unread: { check: string; component: string; missing: string }[] = [];
  let judged = 0;
  for (const one of checks) {
    for (const component of [...PROFILE_PARTS.map(part), ...stack.components]) {
      if (!judges(one, stack, component)) continue;
      const outcome = one.judge(scopeOf(stack, component));
      if (outcome.outcome === 'unread') unread.push({ check: one.id, component: component.name, missing: outcome.missing });
      else judged += 1;
      if (outcome.outcome === 'broken') {
        const { id, severity, why, fix } = one;
        findings.push({ check: id, severity, component: component.name, message: outcome.message, entries: outcome.entries, why, fix });
      }
    }
  }
  return { findings: findings.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]), unread, judged };
}

/** Finds entries as they are, or the defaults of the servers. */
function scopeOf(stack: Stack, component: Component): Scope {
  return {
    stack,
    component,
    find: (of: Component, setting: Setting, subject?: string): Entry | undefined => {
      const id = entryId(of, setting, subject);
      const entry = stack.entries.get(id);
      if (entry !== undefined) return entry;
      const version = stack.entries.get(entryId(of, versionSetting))?.value;
      const silent = setting.silent?.(typeof version === 'string' ? version : '');
      if (silent === undefined) return undefined;
      return { id, component: of.name, setting, value: silent, origin: { from: 'default', of: `${of.kind}${typeof version === 'string' ? ` ${version}` : ''}` }, ...(subject === undefined ? {} : { subject }) };
    },
  };
}
