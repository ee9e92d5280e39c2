import type { Rule } from '../../model/rule.ts';
import { isCluster, isExternal, type Component, type Stack } from '../../model/stack.ts';

/** Whether the component runs on the nodes of a cluster. */
export const inCluster = (stack: Stack, component: Component): boolean => isCluster(stack) && !isExternal(stack, component);

/** The rule where everything shares one machine: pods of a cluster divide nothing. */
export const onMachine = (rule: Rule): Rule => ({ ...rule, when: (stack, component) => rule.when(stack, component) && !isCluster(stack) });
