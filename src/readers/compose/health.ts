import { dockerTime, wholeNumber } from '../../formats/docker-values.ts';
import type { Image } from '../../formats/dockerfile-image.ts';
import { defaultEntry } from '../../model/entry.ts';
import type { Setting } from '../../model/setting.ts';
import { health_interval, health_retries, health_start, health_timeout } from '../../settings/container.ts';
import { health_test } from '../../settings/found.ts';
import { isNull, under, type Group, type Node } from './node.ts';
import { masked } from './secrets.ts';
import { shown, state, stateText, unknown, wrong, type Service } from './stating.ts';

const TIME = 'a time such as 30s';
/** What Docker takes where a health check does not say. */
const DEFAULTS: readonly (readonly [Setting<number>, number])[] = [[health_interval, 30_000], [health_timeout, 30_000], [health_retries, 3], [health_start, 0]];

/** The flags of the Dockerfile's HEALTHCHECK. */
const FLAGS: readonly (readonly [flag: string, setting: Setting<number>, parse: (text: string) => number | undefined])[] = [
  ['interval', health_interval, dockerTime], ['timeout', health_timeout, dockerTime], ['start-period', health_start, dockerTime], ['retries', health_retries, wholeNumber],
];

/** States the health check: the service's, else the Dockerfile's. */
export function readHealth(service: Service, node: Group, image: Image | undefined): void {
  const check = under(node, 'healthcheck');
  const disabled = under(check, 'disable');
  if (disabled?.kind === 'text' && disabled.text === 'true') {
    state(service, health_test, 'NONE', disabled.at, { text: 'disable: true' });
    return;
  }
  const stated = check?.kind === 'group' && readTest(service, under(check, 'test'));
  if (!stated && !readImageTest(service, image)) return;
  const times: readonly (readonly [string, Setting<number>])[] = [['interval', health_interval], ['timeout', health_timeout], ['start_period', health_start]];
  for (const [key, setting] of times) stateText(service, setting, under(check, key), dockerTime, TIME, { key });
  stateText(service, health_retries, under(check, 'retries'), wholeNumber, 'a whole number', { key: 'retries' });
  readImageTimes(service, image);
  for (const [setting, value] of DEFAULTS) usual(service, check, setting, value);
}

function usual(service: Service, check: Node | undefined, setting: Setting<number>, value: number): void {
  const stated = under(check, setting.name.replace('healthcheck.', ''));
  if (stated !== undefined && !isNull(stated)) return;
  service.report.entry(defaultEntry(service.name, setting, value, 'Docker'));
}

/** The words of the test; whether there is one. */
function readTest(service: Service, test: Node | undefined): boolean {
  if (test === undefined || isNull(test)) return false;
  if (test.kind === 'group') {
    wrong(service, 'healthcheck.test', test, 'a list or a line of words');
    return false;
  }
  const words = test.kind === 'text' ? [test] : test.items.flatMap((item) => (item.kind === 'text' ? [item] : []));
  const [first] = words;
  if (first === undefined) return false;
  const unset = words.find((word) => word.because !== undefined);
  if (unset !== undefined) unknown(service, health_test, unset, `healthcheck.test: ${masked(unset.text)}`);
  const command = test.kind === 'text' || !['CMD', 'CMD-SHELL'].includes(first.text) ? words : words.slice(1);
  const text = masked(command.map((word) => word.text).join(' '));
  state(service, health_test, text, (command[0] ?? first).at, { text: shown('test', text) });
  return first.text !== 'NONE';
}

function readImageTest(service: Service, image: Image | undefined): boolean {
  const health = image?.health;
  if (health === undefined) return false;
  const { command } = health;
  const text = masked(command === 'none' ? 'NONE' : command.form === 'exec' ? command.words.map((word) => word.text).join(' ') : command.line);
  state(service, health_test, text, health.at, { text: shown('HEALTHCHECK', text) });
  return command !== 'none';
}

function readImageTimes(service: Service, image: Image | undefined): void {
  const health = image?.health;
  if (health === undefined) return;
  for (const [flag, setting, parse] of FLAGS) {
    const value = parse(health.flags.get(flag) ?? '');
    if (value !== undefined) state(service, setting, value, health.at, { text: `--${flag}=${health.flags.get(flag) ?? ''}` });
  }
}
