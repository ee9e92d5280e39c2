import type { Rule } from '../../model/rule.ts';
import { budgetRules } from './budgets.ts';
import { thresholdRules } from './thresholds.ts';

/** What Prometheus watches, and when it says so. */
export const monitoringRules: readonly Rule[] = [...thresholdRules, ...budgetRules];
