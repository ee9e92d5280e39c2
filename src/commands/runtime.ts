import { showValue } from '../formats/quantity.ts';
import { PYTHON_CPU_TIME } from '../rules/profile/assumptions.ts';
import { cpu_time } from '../settings/workload.ts';

/** What may serve the application in place of Node, which the built-in profiles have. */
export const RUNTIMES = ['node', 'gunicorn', 'uvicorn'] as const;

/** What serves the application. */
export type Runtime = (typeof RUNTIMES)[number];

/** The field of a profile that says it. */
export const RUNTIME_FIELD = 'components.api.kind';

/** CPU time of a request of a Python application as a profile states it, where nobody has measured it. */
export const PYTHON_TIME = showValue(PYTHON_CPU_TIME, cpu_time.unit);

/** Statements that put a runtime in the place of the one of a built-in profile, and what its requests cost instead; none for Node. */
export const runtimeStatements = (runtime: string | undefined): readonly string[] =>
  runtime === undefined || runtime === 'node' ? [] : ['without=[api]', `${RUNTIME_FIELD}=${runtime}`, `workload.cpu_time=${PYTHON_TIME}`];
