/** Docker's patience when nothing is stated. */
const DOCKER = 10_000;

/** Time until the kill, of a Compose service, of a pod, or of both where a plan has both; Docker's ten seconds where neither is stated. */
export const killAfter = (compose: number | undefined, pod: number | undefined): number => Math.min(compose ?? Infinity, pod ?? (compose === undefined ? DOCKER : Infinity));
