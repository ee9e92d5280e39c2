import { countFindings } from './findings.ts';
import { countFiles, type Result } from './result.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** The end of a run on many profiles: a line for each that has something to tell, then the sums. `problems` shows those with findings alone. */
export function showFleet(results: readonly Result[], amount: 'all' | 'problems', style: Style): readonly string[] {
  const told = results.filter((result) => result.summary.findings.length > 0 || (amount === 'all' && isNew(result)));
  if (amount === 'problems' && told.length === 0) return [];
  const rows = table(told.map((result) => [{ text: result.summary.name, look: style.bold }, result.summary.machine, countFiles(result), findingsOf(result)]));
  return [...rows, ...(rows.length === 0 ? [] : ['']), ...showSums(results, results.length - told.length)];
}

const isNew = ({ changes, files }: Result): boolean => files !== undefined || changes.some(({ status }) => status !== 'unchanged');

/** How many findings, and of which checks. */
function findingsOf({ summary: { findings } }: Result): string {
  const checks = [...new Set(findings.map((finding) => finding.check))];
  return checks.length === 0 ? countFindings(findings) : `${countFindings(findings)}: ${checks.join(', ')}`;
}

function showSums(results: readonly Result[], untold: number): readonly string[] {
  const found = results.flatMap(({ summary }) => summary.findings);
  const clean = results.filter(({ summary }) => summary.findings.length === 0).length;
  const made = results.flatMap(({ secrets, outcome }) => (outcome === 'written' ? secrets.filter(({ status }) => status === 'missing') : [])).length;
  const unbuilt = new Set(results.filter((result) => result.unbuilt.length > 0)).size;
  const outcome = results[0]?.outcome ?? 'written';
  return [
    `${results.length} profiles: ${filesOf(results)}${made === 0 ? '' : `, ${made} secrets made`}${outcome === 'refused' ? '; nothing was written (--strict)' : ''}`,
    ...(untold === 0 ? [] : [`${untold} of them ${untold === 1 ? 'is' : 'are'} unchanged and without findings`]),
    ...(unbuilt === 0 ? [] : [`${unbuilt} of them have no Dockerfile where their image is to be built from: gen --profile with one of them says which`]),
    found.length === 0 ? 'no findings' : `${results.length - clean} with findings, ${clean} without: ${countFindings(found)}; gen --profile with one of them tells its findings whole`,
  ];
}

/** The files of all, in words; what only goes to stdout is counted. */
function filesOf(results: readonly Result[]): string {
  const shown = results.flatMap(({ files }) => files ?? []);
  const [first] = results;
  if (first === undefined || shown.length > 0) return `${shown.length} files`;
  return `${countFiles({ ...first, changes: results.flatMap(({ changes }) => changes) })}`;
}
