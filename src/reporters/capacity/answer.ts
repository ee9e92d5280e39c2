import { partValue } from '../../model/lookup.ts';
import type { Stack } from '../../model/stack.ts';
import { rps } from '../../settings/profile.ts';
import { bottleneck } from '../../tiers.ts';
import type { Style } from '../style.ts';
import type { Cell } from '../table.ts';
import type { Candidate } from './candidate.ts';

/** Whether a candidate carries the load, and why not; what keeps the targets with less in reserve than is planned for says so. */
export function answerCell({ plan, carries, because }: Candidate, style: Style): Cell {
  if (!carries) return { text: `no: ${because ?? ''}`, look: style.yellow };
  return { text: plan !== undefined && isStretched(plan) ? 'yes, but less than comfortably' : 'yes', look: style.green };
}

const isStretched = (plan: Stack): boolean => (bottleneck(plan)?.rate ?? Infinity) < (partValue(plan, rps) ?? 0);
