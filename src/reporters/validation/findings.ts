import type { Finding, Severity } from '../../model/check.ts';
import { showPosition, type Entry, type Position } from '../../model/entry.ts';
import { place, shown } from '../entry.ts';
import { told } from '../plain-text.ts';
import type { Style } from '../style.ts';
import { table, type Cell } from '../table.ts';

const LOOK: Readonly<Record<Severity, keyof Style>> = { error: 'red', warning: 'yellow', note: 'cyan' };
/** Places of a grouped finding that are told. */
const PLACES = 3;

/** Findings as people read them: those of one check together, its reason once; what nearly everybody does in one line. */
export function showFindings(findings: readonly Finding[], style: Style): readonly string[] {
  const checks = [...new Set(findings.map(({ check, severity, grouped }) => `${check} ${severity} ${grouped === true}`))];
  return checks
    .map((key) => findings.filter(({ check, severity, grouped }) => `${check} ${severity} ${grouped === true}` === key))
    .map((same) => (same[0]?.grouped === true ? showGroup(same, style) : showOneCheck(same, style)))
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

const heading = ({ severity, check }: Finding, style: Style): string => `${style[LOOK[severity]](severity.padEnd(7))}  ${style.bold(check)}`;

function showOneCheck(same: readonly Finding[], style: Style): readonly string[] {
  const [first] = same;
  if (first === undefined) return [];
  return [heading(first, style), ...same.flatMap((finding) => [`  ${told(finding.message)}`, ...sides(finding, style)]), `  ${told(first.why)}`, `  fix: ${told(first.fix)}`];
}

/** All sides with their places and as they are written; a finding without sides has a place of its own. */
function sides({ entries, at }: Finding, style: Style): readonly string[] {
  if (!entries.some(({ origin }) => origin.from === 'stated') && at !== undefined) return [`    ${style.dim(told(showPosition(at), 300))}`, ...sideTable(entries, style)];
  return sideTable(entries, style);
}

const sideTable = (entries: readonly Entry[], style: Style): readonly string[] =>
  table(
    entries.map((entry): readonly (Cell | string)[] => {
      const { origin } = entry;
      const value = told(shown(entry), 60);
      const text = origin.from === 'stated' && origin.text !== undefined ? told(origin.text, 100) : '';
      return [told(entry.id, 120), { text: value, right: true }, { text: told(place(origin), 300), look: style.dim }, { text: text === value ? '' : text, look: style.dim }];
    }),
    '    ',
  );

function showGroup(same: readonly Finding[], style: Style): readonly string[] {
  const [first] = same;
  if (first === undefined) return [];
  const places = [...new Set(same.flatMap(({ at }) => (at === undefined ? [] : [showPosition(at)])))];
  const more = places.length > PLACES ? ` and ${places.length - PLACES} more` : '';
  return [`${heading(first, style)}  ${same.length === 1 ? told(first.message, 160) : `${same.length} times`}: ${places.slice(0, PLACES).map((each) => told(each, 200)).join(', ')}${more}`, `  fix: ${told(first.fix)}`];
}

/** All places of a finding: its own first, then its sides'. */
export function placesIn({ at, entries }: Finding): readonly Position[] {
  const stated = entries.flatMap(({ origin }) => (origin.from === 'stated' && origin.at.line > 0 ? [origin.at] : []));
  const all = [...(at === undefined ? [] : [at]), ...stated];
  return all.filter((one, i) => all.findIndex((other) => showPosition(other) === showPosition(one)) === i);
}
