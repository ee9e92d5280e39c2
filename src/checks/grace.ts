import { present, readAll, type Input } from '../model/input.ts';
import * as container from '../settings/container.ts';
import { ifStated } from './wiring.ts';

/** Docker's patience when nothing is stated. */
const DOCKER = 10_000;

/** Time until the kill; `stated` is that of a Compose service, whether it is stated or Docker's own. */
export interface KillTime {
  readonly after: number;
  readonly stated: boolean;
}

/** Time until the kill, of a Compose service, of a pod, or the shorter of both where a plan has both; Docker's ten seconds where neither is stated. */
export const killTime: Input<KillTime> = {
  read: (scope) => {
    const reading = readAll(scope, { compose: ifStated(container.stop_grace_period), pod: present(container.grace_period) });
    if (!reading.found) return reading;
    const { compose, pod } = reading.value;
    const decides = (compose ?? Infinity) <= (pod ?? Infinity) ? container.stop_grace_period : container.grace_period;
    const after = Math.min(compose ?? Infinity, pod ?? (compose === undefined ? DOCKER : Infinity));
    return { found: true, value: { after, stated: compose !== undefined }, entries: reading.entries.filter(({ setting }) => setting === decides) };
  },
};
