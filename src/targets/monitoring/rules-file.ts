import { noted, printYaml, type Plain, type PlainMap } from '../../formats/yaml-print.ts';
import type { Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { comment } from '../kubernetes/print.ts';
import { header } from '../kubernetes/header.ts';
import { commentOf } from '../reason.ts';
import type { Group } from './groups.ts';
import type { Expression } from './promql.ts';
import type { Alert, Recording } from './rule.ts';

/** A file of rules as Prometheus reads it. */
export const rulesFile = (plan: Stack, path: string, about: string, groups: readonly Group[]): RenderedFile => ({
  path,
  text: `${comment(header(plan, about))}${printYaml({ groups: groupsData(plan, groups) })}`,
});

/** Groups as plain data: the same in a file of rules and in a PrometheusRule. */
export const groupsData = (plan: Stack, groups: readonly Group[]): readonly PlainMap[] =>
  groups.map(({ name, rules }) => ({ name, rules: rules.map((rule) => ('record' in rule ? recording(rule) : alert(plan, rule))) }));

const recording = ({ record, expression, labels }: Recording): PlainMap => ({ record, expr: explained(expression), labels: Object.keys(labels).length === 0 ? undefined : labels });

const alert = (plan: Stack, { name, severity, component, labels, expression, lasting, summary, description, check }: Alert): PlainMap => ({
  alert: name,
  expr: explained(expression),
  for: lasting === undefined ? undefined : withReasons(lasting.text, lasting),
  labels: { severity, stack: plan.name, component, ...labels },
  annotations: { summary, description, check: check === undefined ? undefined : `gen explain ${check}` },
});

/** An expression in a block of its own, so that its quotes need no escapes. */
const explained = (expression: Expression): Plain => withReasons(`${expression.text}\n`, expression);

const withReasons = (text: string, { entries }: Expression): Plain => noted(text, [...new Set(entries.map((entry) => commentOf(entry)))]);
