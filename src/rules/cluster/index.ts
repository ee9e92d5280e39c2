import type { Rule } from '../../model/rule.ts';
import { cloudnativepgRules } from './cloudnativepg.ts';
import { podLimitRules } from './limits.ts';
import { nodeRules } from './node.ts';
import { nodeCountRules } from './nodes.ts';
import { rateRules } from './rate.ts';
import { replicaRules } from './replicas.ts';
import { shapeRules } from './shapes.ts';
import { volumeRules } from './volumes.ts';

/** How a stack is sized on the nodes of a cluster. */
export const clusterRules: readonly Rule[] = [...nodeRules, ...nodeCountRules, ...replicaRules, ...shapeRules, ...podLimitRules, ...rateRules, ...volumeRules, ...cloudnativepgRules];
