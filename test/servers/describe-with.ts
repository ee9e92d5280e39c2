import { describe, it } from 'vitest';
import { missingTools, type ToolId } from './tools.ts';

/** Whether a missing tool is a failure: everywhere that sets CI. */
export function inCi(environment: NodeJS.ProcessEnv = process.env): boolean {
  return !['', '0', 'false'].includes(environment.CI ?? '');
}

/** `describe` for tests that need real tools: without them it is skipped aloud, and in CI it fails. */
export function describeWith(name: string, needs: ToolId | readonly ToolId[], tests: () => void): void {
  const missing = missingTools(typeof needs === 'string' ? [needs] : needs);
  if (missing.length === 0) {
    describe(name, tests);
  } else if (inCi()) {
    describe(name, () => {
      it('has its tools', () => { throw new Error(missingMessage(missing)); });
    });
  } else {
    console.warn(`skipped: ${name}: ${missingMessage(missing)}`);
    describe.skip(name, tests);
  }
}

function missingMessage(missing: readonly ToolId[]): string {
  return `${missing.join(', ')} not installed; run .ci/install-servers.sh`;
}
