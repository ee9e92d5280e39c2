import type { Traced } from '../traced.ts';

/** The ids of the changed settings of a component by their names in its file; what is no setting is named by its place there. */
export function becauseOfNames(changes: readonly Traced[], component: string, kind: string, names: readonly string[], path: string): readonly string[] {
  const own = changes.filter((change) => change.component === component && change.setting.kind === kind);
  return once(names.flatMap((name) => {
    const found = own.filter((change) => change.setting.name === name).map(({ id }) => id);
    return found.length > 0 ? found : [`${path}: ${name}`];
  }));
}

/** The ids of all changed settings of a kind of a component. */
export const becauseOfKind = (changes: readonly Traced[], component: string, kind: string): readonly string[] => changes.filter((change) => change.component === component && change.setting.kind === kind).map(({ id }) => id);

/** Settings that belong to the container around a server, or to nobody's file. */
const AROUND: ReadonlySet<string> = new Set(['container', 'kubernetes', 'component', 'budget', 'demand', 'image', 'monitoring', 'exporter']);

/** The ids of the changed settings that the configuration of a component follows from; the path of the file where there is none. */
export function becauseOfFile(changes: readonly Traced[], component: string, path: string): readonly string[] {
  const found = changes.filter((change) => change.component === component && !AROUND.has(change.setting.kind)).map(({ id }) => id);
  return found.length > 0 ? found : [path];
}

/** Each of them once. */
export const once = (all: readonly string[]): readonly string[] => [...new Set(all)];
