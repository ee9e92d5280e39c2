import { ACTIONS, bySeverity, type Action, type Step } from '../../diff/uptake/step.ts';
import { componentNamed, type Stack } from '../../model/stack.ts';
import { told } from '../plain-text.ts';
import { inWords } from './words.ts';

const DOES: Readonly<Record<Action, readonly [one: string, many: string]>> = {
  scale: ['scales', 'scale'],
  reload: ['reloads', 'reload'],
  restart: ['restarts', 'restart'],
  // Whatever the environment calls it: a container or a pod that is replaced is a server that starts again.
  roll: ['restarts', 'restart'],
  recreate: ['restarts', 'restart'],
  resize: ['is resized', 'are resized'],
  'by hand': ['needs a hand', 'need a hand'],
  refused: ['is refused', 'are refused'],
};

/** What is not done by starting again, and stands beside it. */
const BESIDE: readonly Action[] = ['resize', 'by hand', 'refused'];

/** What must happen to components, by the gravest thing that happens to each: `db restarts`, `db and 3 more restart`; what does not happen by itself comes first, and so do databases. */
export function actionsInWords(steps: readonly Step[], stack: Stack | undefined): readonly string[] {
  const isDatabase = ({ component }: Step): boolean => stack !== undefined && componentNamed(stack, component)?.kind === 'postgres';
  const ordered = [...steps].sort((a, b) => Number(isDatabase(b)) - Number(isDatabase(a)));
  return [(step: Step) => BESIDE.includes(step.action), (step: Step) => !BESIDE.includes(step.action)].flatMap((is) => gravestInWords(ordered.filter(is)));
}

function gravestInWords(steps: readonly Step[]): readonly string[] {
  const gravest = new Map(steps.map(({ component, action }) => [component, action]));
  for (const { component, action } of bySeverity(steps).toReversed()) gravest.set(component, action);
  const verbs = new Map(ACTIONS.toReversed().map((action) => [DOES[action][1], DOES[action][0]]));
  return [...verbs].flatMap(([many, one]) => {
    const names = [...gravest].filter(([, action]) => DOES[action][1] === many).map(([component]) => told(component, 60));
    return names.length === 0 ? [] : [`${inWords(names)} ${names.length === 1 ? one : many}`];
  });
}
