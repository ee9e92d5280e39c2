import { code, markdownTable, prose } from '../../formats/markdown.ts';
import { partsOf } from '../../formats/placeholders.ts';
import { inShell } from '../../formats/shell-words.ts';
import { fill } from '../../formats/template.ts';
import type { Scenario, ScenarioRequest } from '../../model/scenario.ts';
import type { Stack } from '../../model/stack.ts';
import template from '../../../templates/loadtest.md.hbs';
import type { Said } from '../said.ts';
import type { numbersOf } from './load.ts';

type Numbers = ReturnType<typeof numbersOf>;

/** The line that starts wrk, beside its script. */
export const wrkCommand = ({ threads, in_flight, duration }: Numbers, url: Said): string =>
  `wrk --latency -t ${threads.value} -c ${in_flight.value} -d ${duration.value}s -s wrk.lua ${url.value}`;

/** The line that starts ab, which sends one path without a body: that of the most frequent request that has none; `false` where there is none. */
function abCommand(requests: Scenario, { requests: count, in_flight }: Numbers, url: Said): string | false {
  const plain = requests.filter(({ method, headers }) => method === 'GET' && headers === undefined);
  const [first] = [...plain].sort((a, b) => b.weight - a.weight);
  // ab refuses more connections than requests.
  const connections = Number(in_flight.value) < Number(count.value) ? in_flight : count;
  return first !== undefined && `ab -k -n ${count.value} -c ${connections.value} ${inShell(url.value + samplePath(first))}`;
}

/** A path whose placeholders are their least numbers. */
const samplePath = ({ path }: ScenarioRequest): string => partsOf(path).map((piece) => (typeof piece === 'string' ? piece : piece.low)).join('');

/** What the README tells. */
interface Told {
  readonly requests: Scenario;
  readonly weights: readonly Said[];
  readonly numbers: Numbers;
  readonly url: Said;
  readonly notes: readonly string[];
}

/** The text of loadtest/README.md. */
export function readme(plan: Stack, { requests, weights, numbers, url, notes }: Told): string {
  const row = (what: string, { value, why }: Said, unit = ''): readonly string[] => [what, `${value}${unit}`, prose(why)];
  return fill(template, {
    stack: prose(plan.name),
    notes: notes.length === 0 ? false : prose(notes.join(' ')),
    table: markdownTable(['target', 'value', 'why'], ['value'], [
      row('requests per second', numbers.rps), row('median', numbers.p50, ' ms'), row('95th percentile', numbers.p95, ' ms'), row('share that may fail', numbers.failure_share),
      row('users', numbers.users), row('in flight', numbers.in_flight), row('warm-up', numbers.warm_up, ' s'), row('measured', numbers.duration, ' s'),
    ]),
    requests: markdownTable(['request', 'asks', 'weight'], ['weight'], requests.map(({ name, method, path }, index) => [prose(name), code(`${method} ${path}`), weights[index]?.value ?? ''])),
    rate: numbers.rps.value,
    users: numbers.users.value,
    in_flight: numbers.in_flight.value,
    wrk: wrkCommand(numbers, url),
    ab: abCommand(requests, numbers, url),
  });
}
