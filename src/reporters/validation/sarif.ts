import { checks } from '../../checks/index.ts';
import type { Check, Finding } from '../../model/check.ts';
import type { Position } from '../../model/entry.ts';
import { version } from '../../package.ts';
import type { Suppression } from '../../readers/suppressions.ts';
import { shown } from '../entry.ts';
import { safeJson, told, toldProblem } from '../plain-text.ts';
import { placesIn } from './findings.ts';
import { fingerprints, type Told } from './fingerprints.ts';
import type { Validation } from './validation.ts';

/** A finding, and the comment that silences it, where there is one. */
interface Result extends Told {
  readonly by?: Suppression;
}

/** A validation as SARIF 2.1.0, with the places of all sides, fingerprints that survive moved lines, and suppressions. */
export function sarif(validation: Validation): string {
  const results = resultsOf(validation);
  const used = [...new Set(results.map(({ finding }) => finding.check))].sort();
  const rules = used.map((id) => ruleOf(id, results.find(({ finding }) => finding.check === id)?.finding));
  const prints = fingerprints(results);
  const problems = [...validation.problems, ...validation.stacks.flatMap((stack) => stack.problems)];
  return safeJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plumbline', semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: problems.map((problem) => ({ level: 'error', message: { text: toldProblem(problem) }, ...(problem.at === undefined ? {} : { locations: [location(problem.at)] }) })),
          },
        ],
        results: results.map((result, i) => resultJson(result, used, prints[i] ?? '')),
      },
    ],
  });
}

const resultsOf = ({ stacks, findings }: Validation): readonly Result[] => [
  ...stacks.flatMap(({ stack, findings: own, suppressed }) => [...own.map((finding): Result => ({ stack: stack.name, finding })), ...suppressed.map(({ finding, by }): Result => ({ stack: stack.name, finding, by }))]),
  ...findings.map((finding): Result => ({ stack: '', finding })),
];

function ruleOf(id: string, finding: Finding | undefined): object {
  const check: Pick<Check, 'severity' | 'why' | 'fix'> | Finding | undefined = checks.find((candidate) => candidate.id === id) ?? finding;
  const why = told(check?.why ?? '');
  const fix = told(check?.fix ?? '');
  const source = checks.find((candidate) => candidate.id === id)?.source;
  const cited = source === undefined ? '' : `\n\nSource: ${told(source)}`;
  return {
    id,
    name: id.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(''),
    shortDescription: { text: id.replaceAll('-', ' ') },
    fullDescription: { text: why },
    help: { text: `${why}\n\nFix: ${fix}${cited}`, markdown: `${why}\n\n**Fix:** ${fix}${cited}` },
    defaultConfiguration: { level: check?.severity ?? 'warning' },
    properties: { tags: ['configuration'], precision: finding?.confidence === 'certain' ? 'very-high' : 'high', 'problem.severity': { error: 'error', warning: 'warning', note: 'recommendation' }[check?.severity ?? 'warning'] },
  };
}

function resultJson({ finding, by }: Result, rules: readonly string[], fingerprint: string): object {
  const [first, ...others] = placesIn(finding);
  const sides = finding.entries.map((entry) => `${entry.id} = ${shown(entry)}`).join(', ');
  return {
    ruleId: finding.check,
    ruleIndex: rules.indexOf(finding.check),
    level: finding.severity,
    message: { text: told(`${finding.message}${sides === '' ? '' : ` (${sides})`}`) },
    locations: first === undefined ? [] : [location(first)],
    ...(others.length === 0 ? {} : { relatedLocations: others.map((at, id) => ({ id, ...location(at), message: { text: sideAt(finding, at) } })) }),
    partialFingerprints: { 'plumbline/v1': fingerprint },
    ...(by === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: told(by.reason), location: location(by.at) }] }),
  };
}

function sideAt({ entries }: Finding, at: Position): string {
  const entry = entries.find(({ origin }) => origin.from === 'stated' && origin.at.file === at.file && origin.at.line === at.line && origin.at.column === at.column);
  return entry === undefined ? 'here' : told(`${entry.id} = ${shown(entry)}`);
}

/** Paths are relative to where the program runs, which is the top of the repository in every CI. */
function location(at: Position): { readonly physicalLocation: object } {
  const uri = at.file.split('/').map(encodeURIComponent).join('/');
  const artifact = at.file.startsWith('/') ? { uri: `file://${uri}` } : at.file.startsWith('../') ? { uri } : { uri, uriBaseId: '%SRCROOT%' };
  return { physicalLocation: { artifactLocation: artifact, ...(at.line > 0 ? { region: { startLine: at.line, startColumn: Math.max(1, at.column) } } : {}) } };
}
