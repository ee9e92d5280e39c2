import { defaultEntry } from '../../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import { fpmChildren, library } from '../../../settings/pools.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { filesEnding } from './files.ts';
import { listening } from './listening.ts';
import { preferring } from './preferring.ts';
import { entriesOnly, stating } from './state.ts';

/** PHP-FPM: its children, each with connections of its own. The last file of a folder wins. */
export function fpmFacts(container: RunningContainer, around: Surroundings): Facts {
  const { component } = container;
  const files = filesEnding(container, around, '.conf').filter((file) => /^\s{0,20}pm\.max_children/m.test(file.text)).toReversed();
  return together([
    preferring([...files.map((file) => childrenIn(file, component)), entriesOnly(defaultEntry(component, fpmChildren, 5, 'PHP-FPM'))]),
    entriesOnly(defaultEntry(component, library, 'php_fpm', 'PHP-FPM'), ...listening(component, 9000, { from: 'default', of: 'PHP-FPM' })),
  ]);
}

function childrenIn(file: SourceFile, component: string): Facts {
  for (const [index, line] of file.text.split('\n').entries()) {
    const [, before = '', value] = /^(\s{0,20}pm\.max_children\s{0,20}=\s{0,20})([0-9]{1,9})/.exec(line) ?? [];
    if (value !== undefined) return { ...stating(component, fpmChildren, { text: value, at: positionIn(file, index + 1, before.length + 1), shown: line.trim() }), files: [file.path] };
  }
  return NOTHING;
}
