import type { Explanation, Lever } from '../explain.ts';
import type { Setting } from '../model/setting.ts';
import { originJson, place, readable, shown } from './entry.ts';
import type { Value } from '../model/value.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** An explanation together with what would change the value. */
export interface Explained {
  readonly explanation: Explanation;
  /** What a stated value would be otherwise. */
  readonly unstated?: Value | undefined;
  readonly levers: readonly Lever[];
}

/** What is known of a value beside its inputs, as label and text. */
function facts({ explanation: { entry, rule }, unstated }: Explained): readonly (readonly [string, string])[] {
  const { setting, origin } = entry;
  return [
    ['what', setting.about],
    ['why', rule?.because ?? (origin.from === 'stated' ? `stated ${origin.at.line > 0 ? 'at' : 'with'} ${place(origin)}` : place(origin))],
    ...(unstated === undefined ? [] : [['otherwise', readable(unstated, setting.unit)] as const]),
    ...(origin.from === 'rule' && origin.bound !== undefined ? [['bound by', origin.bound] as const] : []),
    ...(rule === undefined ? [] : [['source', rule.source] as const]),
    ...(setting.manual === undefined ? [] : [['manual', setting.manual] as const]),
    ...(accepted(setting) === '' ? [] : [['accepted', accepted(setting)] as const]),
    ...(setting.restart === undefined ? [] : [['change', setting.restart ? 'needs a restart' : 'needs a reload'] as const]),
  ];
}

/** The range, words and versions that a server accepts, in words. */
function accepted(setting: Setting): string {
  const { min, max, oneOf, since, until, unit } = setting;
  const low = min === undefined || min === 0 ? undefined : readable(min, unit);
  const high = max === undefined ? undefined : readable(max, unit);
  const range = oneOf?.join(', ') ?? (low !== undefined && high !== undefined ? `${low} to ${high}` : low !== undefined ? `${low} and more` : high !== undefined ? `up to ${high}` : undefined);
  const versions = [since === undefined ? '' : `from ${setting.kind} ${since} on`, until === undefined ? '' : `before ${setting.kind} ${until}`].filter((text) => text !== '').join(', ');
  return [range, versions].filter((text) => text !== undefined && text !== '').join('; ');
}

/** An explanation as people read it. */
export function showExplanation(explained: Explained, style: Style): readonly string[] {
  const { explanation, levers } = explained;
  const labels = table(facts(explained).map(([label, text]) => [{ text: label, look: style.dim }, text]), '  ');
  const tree = table(branches(explanation, style), '  ');
  return [
    `${style.bold(explanation.entry.id)} = ${style.bold(shown(explanation.entry))}`,
    ...labels,
    ...(tree.length === 0 ? [] : ['', 'computed from', ...tree]),
    ...(levers.length === 0 ? [] : ['', 'what would change it', ...table(levers.map((lever) => leverRow(lever, explanation, style)), '  ')]),
  ];
}

/** The inputs as rows of a tree. */
function branches(explanation: Explanation, style: Style, trunk = ''): readonly (readonly Cell[])[] {
  return explanation.inputs.flatMap((input, i) => {
    const last = i === explanation.inputs.length - 1;
    const from = input.repeated ? 'see above' : place(input.entry.origin);
    const row = [{ text: `${trunk}${last ? '└─' : '├─'} ${input.entry.id}` }, { text: shown(input.entry), right: true as const }, { text: from, look: style.dim }];
    return [row, ...branches(input, style, `${trunk}${last ? '   ' : '│  '}`)];
  });
}

function leverRow({ entry, trials }: Lever, { entry: of }: Explanation, style: Style): readonly (Cell | string)[] {
  const spelled = (value: Parameters<typeof readable>[0] | undefined): string => (value === undefined ? 'is refused' : `gives ${readable(value, of.setting.unit)}`);
  const effects = trials.filter((trial) => trial.gives !== of.value).map((trial) => `${readable(trial.value, entry.setting.unit)} ${spelled(trial.gives)}`);
  return [entry.id, { text: shown(entry), right: true }, { text: place(entry.origin), look: style.dim }, effects.length > 0 ? effects.join(', ') : trials.length > 0 ? 'neither half nor double changes it' : ''];
}

/** An explanation as JSON; the field names are stable. */
export const explanationJson = ({ explanation, unstated, levers }: Explained): object => ({
  ...nodeJson(explanation),
  ...(unstated === undefined ? {} : { otherwise: unstated }),
  about: explanation.entry.setting.about,
  manual: explanation.entry.setting.manual,
  min: explanation.entry.setting.min,
  max: explanation.entry.setting.max,
  oneOf: explanation.entry.setting.oneOf,
  since: explanation.entry.setting.since,
  until: explanation.entry.setting.until,
  changedBy: levers.map(({ entry, trials }) => ({ id: entry.id, value: entry.value, origin: originJson(entry.origin), trials: trials.map(({ value, gives }) => ({ value, gives: gives ?? null })) })),
});

const nodeJson = ({ entry, rule, inputs, repeated }: Explanation): object => ({
  id: entry.id,
  value: entry.value,
  unit: entry.setting.unit,
  shown: shown(entry),
  from: entry.origin.from,
  ...(entry.origin.from === 'stated' ? { at: entry.origin.at } : {}),
  ...(entry.origin.from === 'default' ? { of: entry.origin.of } : {}),
  ...(entry.origin.from === 'rule' && entry.origin.bound !== undefined ? { bound: entry.origin.bound } : {}),
  ...(rule === undefined ? {} : { rule: rule.id, because: rule.because, source: rule.source }),
  ...(repeated ? { repeated } : {}),
  ...(inputs.length === 0 ? {} : { inputs: inputs.map(nodeJson) }),
});

/** An explanation as Markdown. */
export function explanationMarkdown(explained: Explained): readonly string[] {
  const { explanation } = explained;
  const list = (node: Explanation, depth: number): readonly string[] =>
    node.inputs.flatMap((input) => [`${'  '.repeat(depth)}- \`${input.entry.id}\` = ${shown(input.entry)} (${input.repeated ? 'see above' : place(input.entry.origin)})`, ...list(input, depth + 1)]);
  const inputs = list(explanation, 0);
  return [
    `## ${explanation.entry.id} = ${shown(explanation.entry)}`,
    '',
    ...facts(explained).map(([label, text]) => `- **${label}**: ${text}`),
    ...(inputs.length === 0 ? [] : ['', 'Computed from:', '', ...inputs]),
  ];
}
