import type { Finding } from '../../model/check.ts';
import { showPosition } from '../../model/entry.ts';
import type { Judged } from '../../validate.ts';
import { told, toldProblem } from '../plain-text.ts';
import { plain } from '../style.ts';
import { showFindings } from './findings.ts';
import type { Validation } from './validation.ts';

/** A validation as JUnit XML: one suite for each stack, one case for each check that judged it; notes do not fail a case. */
export function junitXml(validation: Validation): string {
  const suites = [...validation.stacks.map(suiteOf), ...besides(validation)];
  const sum = (name: keyof Counts): number => suites.reduce((total, suite) => total + suite[name], 0);
  return ['<?xml version="1.0" encoding="UTF-8"?>', tag('testsuites', { name: 'plumbline', tests: sum('tests'), failures: sum('failures'), errors: sum('errors') }), ...suites.flatMap(({ lines }) => lines), '</testsuites>', ''].join('\n');
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}
interface Suite extends Counts {
  readonly lines: readonly string[];
}
interface Case {
  readonly name: string;
  readonly outcome: 'passed' | 'failures' | 'errors' | 'skipped';
  readonly inner: readonly string[];
}

function suiteOf({ stack, ran, findings, notJudged, problems }: Judged): Suite {
  const cases = ran.map((check): Case => {
    const own = findings.filter((finding) => finding.check === check);
    const failing = own.filter(({ severity }) => severity !== 'note');
    if (failing.length > 0) return failed(check, failing);
    const missing = notJudged.filter((one) => one.check === check);
    return missing.length > 0 && own.length === 0 ? { name: check, outcome: 'skipped', inner: [tag('skipped', { message: `no ${missing.map((one) => told(one.missing)).join(', ')}` }, 'closed')] } : { name: check, outcome: 'passed', inner: own.length === 0 ? [] : [element('system-out', shownText(own))] };
  });
  const broken = problems.map((problem, i): Case => ({ name: `readable ${i + 1}`, outcome: 'errors', inner: [element('error', toldProblem(problem), { message: told(problem.message), type: 'syntax' })] }));
  return suite(stack.name, [...broken, ...cases]);
}

function besides({ findings, problems, tools }: Validation): readonly Suite[] {
  const failing = findings.filter(({ severity }) => severity !== 'note');
  const cases = [
    ...problems.map((problem, i): Case => ({ name: `readable ${i + 1}`, outcome: 'errors', inner: [element('error', toldProblem(problem), { message: told(problem.message), type: 'syntax' })] })),
    ...failing.map((finding) => failed(finding.check, [finding])),
    ...tools.filter(({ outcome }) => outcome !== 'failed').map(({ tool, outcome, subject, because }): Case => ({ name: subject === undefined ? tool : `${tool} ${told(subject)}`, outcome: outcome === 'passed' ? 'passed' : 'skipped', inner: outcome === 'passed' ? [] : [tag('skipped', { message: told(because ?? 'absent') }, 'closed')] })),
  ];
  return cases.length === 0 ? [] : [suite('files', cases)];
}

const shownText = (findings: readonly Finding[]): string => showFindings(findings, plain).join('\n');

function failed(name: string, findings: readonly Finding[]): Case {
  const [first] = findings;
  const where = first?.at === undefined ? '' : `${told(showPosition(first.at))}: `;
  return { name, outcome: 'failures', inner: [element('failure', shownText(findings), { message: `${where}${told(first?.message ?? '')}`, type: first?.severity ?? '' })] };
}

function suite(name: string, cases: readonly Case[]): Suite {
  const count = (outcome: Case['outcome']): number => cases.filter((one) => one.outcome === outcome).length;
  const counts: Counts = { tests: cases.length, failures: count('failures'), errors: count('errors'), skipped: count('skipped') };
  const lines = cases.flatMap((one) => (one.inner.length === 0 ? [`    ${tag('testcase', { name: one.name, classname: name }, 'closed')}`] : [`    ${tag('testcase', { name: one.name, classname: name })}`, ...one.inner, '    </testcase>']));
  return { ...counts, lines: [`  ${tag('testsuite', { name, ...counts })}`, ...lines, '  </testsuite>'] };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
// XML 1.0 has no way to write most control characters, nor U+FFFE and U+FFFF; those that steer a terminal are told as in every other report.
const escaped = (text: string): string => text.split('\n').map((line) => told(line, text.length)).join('\n').replace(/[\ufffe\uffff]/g, '').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

function tag(name: string, attributes: Readonly<Record<string, string | number>>, end: 'open' | 'closed' = 'open'): string {
  const shown = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return `<${name}${shown.join('')}${end === 'closed' ? '/' : ''}>`;
}

const element = (name: string, text: string, attributes: Readonly<Record<string, string>> = {}): string => `${tag(name, attributes)}${escaped(text)}</${name}>`;
