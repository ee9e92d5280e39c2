import { check } from '../../check.ts';
import { endsBefore } from '../../checks/runs-once.ts';
import type { Cause } from '../../diff/cause.ts';
import { compare, type Comparison } from '../../diff/comparison.ts';
import type { Diffed } from '../../diff/diffed.ts';
import type { Side } from '../../diff/side.ts';
import { counterparts } from '../../diff/theirs/counterparts.ts';
import { renamedFinding, renamedStack } from '../../diff/theirs/renamed.ts';
import { sideBySide } from '../../diff/theirs/side-by-side.ts';
import { loadProfile, type LoadRequest } from '../../load.ts';
import { fail, InputError } from '../../model/problem.ts';
import { counted, quoted } from '../../model/quote.ts';
import { treeOf } from '../../model/source.ts';
import type { Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { movesTo } from '../../moved.ts';
import { readTree } from '../../read-tree.ts';
import type { StackRead } from '../../read.ts';
import { render } from '../../render.ts';
import { size } from '../../size.ts';
import { validate } from '../../validate.ts';
import { planEntries } from '../validate/machine.ts';
import { placesOf, readingOf, type Place } from '../validate/places.ts';
import { textsOf } from './written.ts';

/** A plan with what is rendered of it. */
interface Rendered {
  readonly plan: Stack;
  readonly files: readonly RenderedFile[];
  /** For each way to run it, what its files say. */
  readonly read: readonly Stack[];
}

/** `gen diff --profile medium PATH...`: what would be otherwise if the plan took the place of somebody's stack. */
export async function diffStack(words: readonly string[], request: LoadRequest): Promise<Diffed> {
  const plan = size(loadProfile(request));
  const files = await render(plan);
  const rendered: Rendered = { plan, files, read: readTree(treeOf(textsOf(files))).stacks.map(({ stack }) => stack) };
  const found = placesOf(words, request.cwd).flatMap((place) => comparisonsAt(place, rendered));
  if (found.length === 0) fail(`there is no stack in ${words.map(quoted).join(', ')}`, undefined, 'expected a Compose file, Kubernetes manifests, or configuration files');
  return { of: 'stack', before: words.join(' '), after: request.profile, comparisons: found.map(({ comparison }) => comparison), notes: found.flatMap(({ notes }) => notes) };
}

interface Compared {
  readonly comparison: Comparison;
  readonly notes: readonly string[];
}

function comparisonsAt(place: Place, rendered: Rendered): readonly Compared[] {
  const { stacks } = readTree(place.tree, readingOf(place, planEntries(rendered.plan)));
  const problems = stacks.flatMap((one) => one.problems);
  if (problems.length > 0) throw new InputError(problems.map((problem) => (problem.at === undefined ? problem : { ...problem, at: movesTo(place.shown)(problem.at) })));
  return stacks.filter(({ stack }) => stack.components.length > 0).map((read) => comparedWith(place, read, rendered));
}

function comparedWith(place: Place, read: StackRead, { plan, files, read: ways }: Rendered): Compared {
  const [judged] = validate(place.tree, [read], { severity: 'note' }).stacks;
  const pairs = counterparts(read.stack, plan);
  const name = namedFor(pairs, plan);
  const theirs = withoutTasks(renamedStack(read.stack, name));
  const said = [...ways].sort((one, other) => overlap(theirs, other) - overlap(theirs, one))[0] ?? plan;
  const both = sideBySide(theirs, plan, said);
  const twins = twinsOf(place, read.files, files);
  const before: Side = {
    name: place.shown(read.stack.name),
    stack: both.theirs,
    report: { findings: (judged?.findings ?? []).map((finding) => renamedFinding(finding, name)), unread: judged?.notJudged ?? [], judged: judged?.judged ?? 0 },
    files: twins,
    shown: movesTo(place.shown),
  };
  const after: Side = { name: plan.name, stack: both.plan, report: check(plan), files: files.filter(({ path }) => twins.some((twin) => twin.path === path)), shown: (at) => at };
  return { comparison: judgedAlone(compare(before, after)), notes: notesOn(read, pairs, both.beyondPlan) };
}

/** The plan did not follow from their stack: its values have reasons (explain tells them), and no causes. What runs there is replaced, not changed. */
const judgedAlone = ({ changes, findings: { appeared, vanished, stayed }, ...comparison }: Comparison): Comparison =>
  ({ ...comparison, changes: changes.map(causeless), findings: { appeared: appeared.map(causeless), vanished: vanished.map(causeless), stayed }, steps: [] });

const causeless = <T extends { readonly causes: readonly Cause[] }>(one: T): T => ({ ...one, causes: [] });

/** A component without a counterpart keeps its name, unless the plan has another one of that name. */
const namedFor = (pairs: ReadonlyMap<string, string>, plan: Stack) => (name: string): string =>
  pairs.get(name) ?? (plan.components.some((component) => component.name === name) ? `their-${name}` : name);

const overlap = (one: Stack, other: Stack): number => [...one.entries.keys()].filter((id) => other.entries.has(id)).length;

/** A plan has no component for what runs to its end, such as a migration. */
function withoutTasks(stack: Stack): Stack {
  const ends = new Set(stack.components.filter((component) => endsBefore(stack, component)).map((component) => component.name));
  return { ...stack, components: stack.components.filter((component) => !ends.has(component.name)), links: stack.links.filter(({ from, to }) => !ends.has(from) && !ends.has(to)) };
}

/** Their files that have a counterpart of the same name among ours, under the path that ours has. */
function twinsOf(place: Place, paths: readonly string[], ours: readonly RenderedFile[]): readonly RenderedFile[] {
  const last = (path: string): string => path.replace(/^.*\//, '').replace(/^(docker-)?compose\.ya?ml$/, 'docker-compose.yml');
  return ours.flatMap(({ path }) => {
    const twins = paths.filter((other) => last(other) === last(path));
    const text = twins.length === 1 ? place.tree.file(twins[0] ?? '')?.text : undefined;
    return text === undefined ? [] : [{ path, text }];
  });
}

function notesOn({ stack }: StackRead, pairs: ReadonlyMap<string, string>, beyondPlan: number): readonly string[] {
  const others = stack.components.flatMap(({ name }) => (pairs.has(name) && pairs.get(name) !== name ? [`${name} is compared with ${pairs.get(name)}`] : []));
  return [
    ...(others.length === 0 ? [] : [others.join(', ')]),
    ...(beyondPlan === 0 ? [] : [`${counted(beyondPlan, 'value')} of ${stack.name} ${beyondPlan === 1 ? 'is' : 'are'} left alone: no plan says anything of ${beyondPlan === 1 ? 'it' : 'them'}`]),
    ...(stack.unread ?? []).map(({ what, because }) => `could not be read: ${what}: ${because}`),
  ];
}
