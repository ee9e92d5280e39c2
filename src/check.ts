import { defaultEntry, entryId, type Entry } from './model/entry.ts';
import { judges, type Breach, type Check, type Finding, type Report, type Severity } from './model/check.ts';
import type { Scope } from './model/input.ts';
import type { Setting } from './model/setting.ts';
import { part, PROFILE_PARTS, PROJECT, type Component, type Stack } from './model/stack.ts';
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
  const unreadable: ReadonlySet<string | undefined> = new Set(stack.unread?.map(({ id }) => id));
  const components = [...PROFILE_PARTS.map(part), PROJECT, ...stack.components];
  const find = finder(stack, unreadable);
  let judged = 0;
  for (const one of checks) {
    for (const component of components) {
      if (!judges(one, stack, component)) continue;
      const outcome = one.judge({ stack, component, find });
      if (outcome.outcome === 'unread') unread.push({ check: one.id, component: component.name, missing: outcome.missing });
      else judged += 1;
      if (outcome.outcome === 'broken') findings.push(...outcome.breaches.map((breach) => findingOf(one, component, breach)));
    }
  }
  return { findings: findings.sort((a, b) => ORDER[a.severity] - ORDER[b.severity]), unread, judged };
}

function findingOf(one: Check, component: Component, breach: Breach): Finding {
  const { id, severity, confidence, why, fix, grouped } = one;
  const at = breach.at ?? component.at;
  return {
    check: id, severity: breach.severity ?? severity, confidence: breach.confidence ?? confidence, component: component.name,
    message: breach.message, entries: breach.entries ?? [], ...(at === undefined ? {} : { at }), ...(grouped !== undefined && (breach.severity ?? severity) === 'note' ? { grouped } : {}), why, fix,
  };
}

/** Finds entries as they are, or the defaults of the servers; what a file states and nobody can read has no default. */
const finder = (stack: Stack, unreadable: ReadonlySet<string | undefined>): Scope['find'] =>
  (of: Component, setting: Setting, subject?: string): Entry | undefined => {
    const id = entryId(of, setting, subject);
    const entry = stack.entries.get(id);
    if (entry !== undefined) return entry;
    if (unreadable.has(id)) return undefined;
    const version = stack.entries.get(entryId(of, versionSetting))?.value;
    const silent = setting.silent?.(typeof version === 'string' ? version : '');
    if (silent === undefined) return undefined;
    return defaultEntry(of.name, setting, silent, `${of.kind}${typeof version === 'string' ? ` ${version}` : ''}`, subject);
  };
