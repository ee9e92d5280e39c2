import { budgets } from '../budgets.ts';
import { code, markdownTable, prose } from '../formats/markdown.ts';
import { showValue } from '../formats/quantity.ts';
import { fill } from '../formats/template.ts';
import { showPosition, type Entry, type Origin } from '../model/entry.ts';
import { entriesIn, entryOf } from '../model/lookup.ts';
import { isCluster, isExternal, part, PROFILE_PARTS, type Stack } from '../model/stack.ts';
import { monitoring_cpu, monitoring_memory } from '../settings/profile.ts';
import template from '../../templates/SIZING.md.hbs';
import { reasonOf } from './reason.ts';
import { capacityLines } from './sizing/capacity.ts';
import { connectionLines } from './sizing/connections.ts';
import { disruptionLines } from './sizing/disruption.ts';
import { nodeTable, nodeWords, oneNodeTable } from './sizing/nodes.ts';
import { queueLines } from './sizing/queues.ts';
import { bottleneckWords, tierTable } from './sizing/tiers.ts';
import { volumeLines } from './sizing/volumes.ts';

/** The text of SIZING.md: budgets, bounds, arithmetic, then every value with its reason and its origin. */
export function sizingText(plan: Stack): string {
  return fill(template, {
    stack: prose(plan.name),
    budgets: budgetTable(plan),
    counted: countedWords(plan),
    shares: shareTable(plan),
    bounds: boundTable(plan),
    nodeWords: nodeWords(plan),
    oneNode: isCluster(plan) ? oneNodeTable(plan) : '',
    nodes: nodeTable(plan),
    tiers: tierTable(plan),
    bottleneck: bottleneckWords(plan),
    capacity: capacityLines(plan),
    connections: connectionLines(plan),
    queues: queueLines(plan),
    volumes: isCluster(plan) ? volumeLines(plan) : [],
    disruption: isCluster(plan) ? disruptionLines(plan) : [],
    parts: [...PROFILE_PARTS.map((name) => ({ name, title: name })), ...plan.components.map(({ name, kind }) => ({ name, title: `${name} (${kind})` }))]
      .map(({ name, title }) => ({ title: prose(title), entries: entriesIn(plan, { name }) }))
      .filter(({ entries }) => entries.length > 0)
      .map(({ title, entries }) => ({ title, table: entryTable(entries) })),
  });
}

function countedWords(plan: Stack): string {
  if (isCluster(plan)) return 'CPU and memory are what all pods request, replicas included, against all nodes but one: that one may be drained. Connections are what all pools can open at once.';
  const [cores, memory] = [monitoring_cpu, monitoring_memory].map((setting) => entryOf(plan, part('machine'), setting));
  const beside = cores === undefined || memory === undefined ? '' : ` Exporters, Prometheus and Grafana have ${shown(cores)} CPU and ${shown(memory)} of the machine beside them.`;
  return `CPU and memory are the sums of all limits, replicas included; connections are what all pools can open at once.${beside}`;
}

function budgetTable(plan: Stack): string {
  const rows = budgets(plan).map(({ name, unit, used, available }) => [prose(name), showValue(used, unit), showValue(available, unit), showValue(available - used, unit)]);
  return markdownTable(['budget', 'used at most', 'available', 'left'], ['used at most', 'available', 'left'], rows);
}

/** What each component takes of the machine or the nodes, all its replicas together. */
function shareTable(plan: Stack): string {
  const machine = budgets(plan).filter(({ takers }) => takers.length > 0);
  const rows = plan.components.filter((component) => !isExternal(plan, component)).map(({ name }) => [
    prose(name),
    ...machine.map(({ takers, unit }) => {
      const taker = takers.find(({ component }) => component === name);
      return taker === undefined ? '' : showValue(taker.amount, unit);
    }),
  ]);
  const names = machine.map(({ name }) => name);
  return markdownTable(['component', ...names], names, rows);
}

function boundTable(plan: Stack): string {
  const rows = [...plan.entries.values()].flatMap((entry) => (entry.origin.from === 'rule' && entry.origin.bound !== undefined ? [[code(entry.id), shown(entry), prose(entry.origin.bound)]] : []));
  return markdownTable(['value', 'is', 'bound by'], ['is'], rows);
}

const entryTable = (entries: readonly Entry[]): string =>
  markdownTable(['setting', 'value', 'why', 'from'], ['value'], entries.map((entry) => [code(nameOf(entry)), shown(entry), whyOf(entry), code(fromOf(entry.origin))]));

/** The name inside its component: `nginx.proxy_read_timeout[/feed]`. */
const nameOf = ({ setting, subject }: Entry): string => `${setting.kind}.${setting.name}${subject === undefined ? '' : `[${subject}]`}`;
/** Where a value was stated or what it is the default of stands in the last column. */
const whyOf = (entry: Entry): string => (entry.origin.from === 'rule' ? proseOf(reasonOf(entry)) : '');

const proses = new Map<string, string>();

/** The reason of a rule as prose: there are as many as rules, and each stands in every plan. */
function proseOf(reason: string): string {
  const known = proses.get(reason) ?? prose(reason);
  proses.set(reason, known);
  return known;
}

function shown({ value, setting }: Entry): string {
  const text = showValue(value, setting.unit);
  return typeof value === 'string' || typeof value === 'object' ? (text === '' ? 'empty' : code(text)) : text;
}

function fromOf(origin: Origin): string {
  if (origin.from === 'stated') return showPosition(origin.at);
  return origin.from === 'default' ? `default of ${origin.of}` : `rule ${origin.rule}`;
}
