import { showValue } from '../formats/quantity.ts';
import { valueOf } from '../model/lookup.ts';
import type { Setting } from '../model/setting.ts';
import type { Stack } from '../model/stack.ts';
import { version } from '../settings/component.ts';
import { settingNamed } from '../settings/index.ts';

/** A setting that a plan leaves to its server: the file is silent about it. */
export interface Silent {
  readonly id: string;
  readonly about: string;
  readonly server: string;
  /** What the server then uses, spelled for people. */
  readonly default?: string;
  readonly manual?: string;
}

/** The settings of a name that exist but that the plan leaves alone; none when the plan has the name, or nothing does. */
export function silentSettings(plan: Stack, name: string): readonly Silent[] {
  return plan.components.flatMap((component) => {
    const bare = name.startsWith(`${component.name}.`) ? name.slice(component.name.length + 1) : name;
    const short = bare.startsWith(`${component.kind}.`) ? bare.slice(component.kind.length + 1) : bare;
    const setting = short === name ? undefined : settingNamed(component.kind, short);
    const id = `${component.name}.${component.kind}.${short}`;
    return setting === undefined || setting.per !== undefined || plan.entries.has(id) ? [] : [silent(id, setting, component.kind, valueOf(plan, component, version) ?? '')];
  });
}

function silent(id: string, setting: Setting, kind: string, of: string): Silent {
  const value = setting.silent?.(of);
  return { id, about: setting.about, server: `${kind} ${of}`, ...(value === undefined ? {} : { default: showValue(value, setting.unit) }), ...(setting.manual === undefined ? {} : { manual: setting.manual }) };
}

/** Settings left to their servers, as people read it. */
export const showSilent = (all: readonly Silent[]): readonly string[] =>
  all.flatMap((each) => [
    `${each.id} is not set: ${each.server} uses its own default${each.default === undefined ? '' : `, ${each.default}`}`,
    ...(each.manual === undefined ? [] : [`  manual: ${each.manual}`]),
    `  to set it: gen --set ${each.id}=VALUE, or the same under settings: in the profile`,
  ]);
