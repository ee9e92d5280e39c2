import type { Finding } from '../../model/check.ts';
import { entryId, type Entry } from '../../model/entry.ts';
import type { Stack } from '../../model/stack.ts';

/** What repeats a setting by the name of a component. */
const NAMED: readonly (string | undefined)[] = ['upstream', 'client', 'component'];

/** An entry under the new names of components. */
function renamedEntry(entry: Entry, name: (of: string) => string): Entry {
  const component = name(entry.component);
  const subject = entry.subject !== undefined && NAMED.includes(entry.setting.per) ? name(entry.subject) : entry.subject;
  if (component === entry.component && subject === entry.subject) return entry;
  return { ...entry, component, ...(subject === undefined ? {} : { subject }), id: entryId({ name: component }, entry.setting, subject) };
}

/** A finding under the new names; its message is left as it was said. */
export const renamedFinding = (finding: Finding, name: (of: string) => string): Finding =>
  ({ ...finding, component: name(finding.component), entries: finding.entries.map((entry) => renamedEntry(entry, name)) });

/** A stack whose components go by other names. */
export const renamedStack = (stack: Stack, name: (of: string) => string): Stack => ({
  ...stack,
  components: stack.components.map((component) => ({ ...component, name: name(component.name) })),
  links: stack.links.map((link) => ({ ...link, from: name(link.from), to: name(link.to) })),
  routes: stack.routes.map((route) => ({ ...route, to: name(route.to) })),
  entries: new Map([...stack.entries.values()].map((entry) => renamedEntry(entry, name)).map((entry) => [entry.id, entry])),
});
