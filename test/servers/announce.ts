import { missingTools, toolIds } from './tools.ts';

/** Vitest's global teardown: after the last test, says which real servers gave no verdict. */
export function teardown(): void {
  const missing = missingTools();
  if (missing.length === 0) return;
  console.warn(`\n${missing.length} of ${toolIds.length} real servers and checkers are missing; their tests were skipped: ${missing.join(', ')}`);
}
