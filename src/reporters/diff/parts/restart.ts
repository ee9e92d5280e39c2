import type { Comparison } from '../../../diff/comparison.ts';
import { bySeverity, nothingRestarts, type Step } from '../../../diff/uptake/step.ts';
import type { Stack } from '../../../model/stack.ts';
import { told } from '../../plain-text.ts';
import { actionsInWords } from '../actions.ts';
import type { Part } from '../part.ts';

/** What is read first: what a server needs wherever it runs. */
const TITLES: Readonly<Record<Step['environment'], string>> = { anywhere: 'the servers', compose: 'Docker Compose', kubernetes: 'Kubernetes' };
const ENVIRONMENTS = ['anywhere', 'compose', 'kubernetes'] as const;

/** What runs already, and what it takes to take the change up, by where it runs. */
export const restartParts = ({ steps, after }: Comparison): readonly Part[] => ENVIRONMENTS.flatMap((environment) => restartPart(environment, steps.filter((step) => step.environment === environment), after?.stack));

function restartPart(environment: Step['environment'], steps: readonly Step[], stack: Stack | undefined): readonly Part[] {
  if (steps.length === 0) return [];
  return [{
    is: 'table',
    section: 'restart',
    title: `to take it up: ${TITLES[environment]}`,
    ...(nothingRestarts(steps) ? { note: 'nothing restarts' } : {}),
    brief: actionsInWords(steps, stack).join(', '),
    columns: [{ name: 'component', holds: 'code' }, { name: 'action', holds: 'prose' }, { name: 'what happens', holds: 'sentence' }, { name: 'command', holds: 'command' }],
    rows: bySeverity(steps).map(({ action, component, message, command = '' }) => [told(component, 80), action, told(message, 400), told(command, 300)]),
    row: 'step',
  }];
}
