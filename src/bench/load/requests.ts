import { partsOf } from '../../formats/placeholders.ts';
import type { Scenario, ScenarioRequest } from '../../model/scenario.ts';
import { wholeBetween, type Random } from './random.ts';

/** One request, ready to be sent. */
export interface Prepared {
  /** Which request of the scenario it is. */
  readonly index: number;
  readonly method: ScenarioRequest['method'];
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What requests are made of, beside the scenario. */
export interface Source {
  readonly scenario: Scenario;
  readonly clients: number;
  readonly host?: string | undefined;
  readonly random: Random;
}

/** Makes one request after the other: which one by weight, numbers and client by chance. */
export function requestMaker({ scenario, clients, host, random }: Source): () => Prepared {
  const makers = scenario.map(({ method, path, headers, body }, index) => {
    const pathOf = filled(path, random);
    const bodyOf = body === undefined ? undefined : filled(body, random);
    const always = { ...(host === undefined ? {} : { host }), ...headers };
    return (): Prepared => ({
      index, method, path: pathOf(),
      headers: clients > 1 ? { 'x-forwarded-for': clientAddress(wholeBetween(random, 0, clients - 1)), ...always } : always,
      ...(bodyOf === undefined ? {} : { body: bodyOf() }),
    });
  });
  const ends = runningSums(scenario.map(({ weight }) => weight));
  const total = ends.at(-1) ?? 0;
  return () => {
    const drawn = random() * total;
    const maker = makers[ends.findIndex((end) => drawn < end)] ?? makers.at(-1);
    if (maker === undefined) throw new Error('a scenario without requests');
    return maker();
  };
}

/** The address of a simulated client: 198.18.0.0/15 is set aside for measurements (RFC 2544), and no proxy trusts it as one of its own. */
const clientAddress = (client: number): string => `198.${18 + (client >> 16)}.${(client >> 8) & 255}.${client & 255}`;

/** A text whose placeholders become whole numbers, others each time. */
function filled(text: string, random: Random): () => string {
  const parts = partsOf(text);
  if (parts.every((part) => typeof part === 'string')) return () => text;
  return () => parts.map((part) => (typeof part === 'string' ? part : String(wholeBetween(random, part.low, part.high)))).join('');
}

function runningSums(values: readonly number[]): readonly number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}
