import type { Chart } from 'cdk8s';
import type { Component, Stack } from '../../../model/stack.ts';

/** How an operator of the cluster is told to run a component. */
export interface Operator {
  /** Its name, for people. */
  readonly name: string;
  /** Adds the operator's resources, the policies of their pods, and what else they need. */
  readonly add: (chart: Chart, plan: Stack, component: Component) => void;
  /** What somebody who applies the file should know, for its head. */
  readonly notes?: (plan: Stack, component: Component) => readonly string[];
}
