import type { Finding } from '../model/check.ts';
import { withoutInputs, type Entry } from '../model/entry.ts';
import type { Comparison } from './comparison.ts';
import type { Side } from './side.ts';
import type { Traced } from './traced.ts';

/** A comparison without what nobody asks for once it is made: of a fleet, thousands of plans and files would be kept. */
export const kept = (comparison: Comparison): Comparison => ({
  ...comparison,
  // A line that was cut out of a text keeps the whole text in memory; a copy of it does not.
  files: structuredClone(comparison.files),
  ...(comparison.before === undefined ? {} : { before: keptSide(comparison.before) }),
  ...(comparison.after === undefined ? {} : { after: keptSide(comparison.after) }),
  findings: { appeared: comparison.findings.appeared.map(keptFinding), vanished: comparison.findings.vanished.map(keptFinding), stayed: comparison.findings.stayed.map(keptFinding) },
  changes: comparison.changes.map((change): Traced => ({ ...change, ...(change.before === undefined ? {} : { before: keptEntry(change.before) }), ...(change.after === undefined ? {} : { after: keptEntry(change.after) }) })),
});

/** The names of its files, and the structure of its stack; what is to be said of its findings, the comparison says. */
const keptSide = (side: Side): Side => ({ ...side, stack: { ...side.stack, entries: new Map() }, report: { ...side.report, findings: [] }, files: side.files.map(({ path }) => ({ path, text: '' })) });

/** What an entry was computed from, and no further back. */
const keptEntry = (entry: Entry): Entry => (entry.origin.from === 'rule' ? { ...entry, origin: { ...entry.origin, inputs: entry.origin.inputs.map(withoutInputs) } } : entry);

const keptFinding = <F extends Finding>(finding: F): F => ({ ...finding, entries: finding.entries.map(keptEntry) });
