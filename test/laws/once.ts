import type { Draft } from './random.ts';

/** Plans that are kept: about 350 MB of them. What comes later is made each time. */
const MOST = 2000;

/** Plans of drafts, each sized once: the laws of one file have one seed, and so ask for the same drafts. */
export function once<Plan>(planOf: (draft: Draft) => Plan): { readonly planOf: (draft: Draft) => Plan; readonly forget: () => void } {
  const kept = new Map<string, { readonly plan: Plan }>();
  return {
    planOf: (draft) => {
      const key = JSON.stringify(draft);
      const known = kept.get(key);
      if (known !== undefined) return known.plan;
      const plan = planOf(draft);
      if (kept.size < MOST) kept.set(key, { plan });
      return plan;
    },
    forget: () => kept.clear(),
  };
}
