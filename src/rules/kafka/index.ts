import type { Rule } from '../../model/rule.ts';
import { budgetRules } from './budget.ts';
import { demandRules } from './demand.ts';
import { logRules } from './log.ts';
import { serverRules } from './server.ts';
import { strimziRules } from './strimzi.ts';
import { threadRules } from './threads.ts';

/** The queue. */
export const kafkaRules: readonly Rule[] = [...demandRules, ...strimziRules, ...serverRules, ...budgetRules, ...logRules, ...threadRules];
