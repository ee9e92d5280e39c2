import type { Phase } from '../report.ts';
import type { PhaseSpec } from '../spec.ts';

/** What the generator is told by the process that started it. */
export type Told = { readonly run: PhaseSpec } | { readonly stop: true };

/** What it answers. */
export type Said = { readonly said: 'began' | 'sent' } | { readonly said: 'measured'; readonly phase: Phase } | { readonly said: 'failed'; readonly because: string };
