import { prose } from '../../formats/markdown.ts';
import { valueOf } from '../../model/lookup.ts';
import { isExternal, isOperated, type Stack } from '../../model/stack.ts';
import { replicas } from '../../settings/component.ts';
import { pdb_max_unavailable } from '../../settings/container.ts';

/** How many pods of each component may be evicted at once, and how many then serve. */
export const disruptionLines = (plan: Stack): readonly string[] =>
  plan.components.flatMap((component) => {
    const away = valueOf(plan, component, pdb_max_unavailable);
    if (isExternal(plan, component) || away === undefined) return [];
    const copies = valueOf(plan, component, replicas) ?? 1;
    const left = Math.max(0, copies - away);
    const budget = isOperated(plan, component) ? 'the budget of its operator' : 'its disruption budget';
    return [prose(`${component.name}: ${copies} of them, of which ${budget} lets ${away} go at once: ${left === 0 ? 'none serves' : left === 1 ? 'one serves' : `${left} serve`} meanwhile.`)];
  });
