import { combine, coresOf, known, numeric, unknown, type Literal, type Outside, type Plain } from '../literal.ts';

/** An argument list: those by place, and those by name. */
export interface Arguments {
  readonly placed: readonly Literal[];
  readonly named: ReadonlyMap<string, Literal>;
}

/** What a function gives for its arguments. */
export type Call = (given: Arguments, outside: Outside) => Literal;

const number = (value: Plain | undefined): number | undefined => (typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : undefined);

/** A function of numbers. */
const of = (compute: (numbers: readonly number[]) => number): Call => ({ placed, named }) =>
  combine(placed, (values) => {
    const flat = values.length === 1 && Array.isArray(values[0]) ? (values[0] as readonly Plain[]) : values;
    const numbers = flat.map(number);
    if (named.size > 0 || numbers.length === 0 || numbers.some((one) => one === undefined)) return unknown('its arguments are no numbers');
    return numeric(compute(numbers as readonly number[]));
  });

/** Python rounds half to even. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? (floor % 2 === 0 ? floor : floor + 1) : Math.round(value);
}

const parsed = (pattern: RegExp, compute: (value: number) => number): Call => ({ placed, named }) =>
  combine(placed.slice(0, 1), ([value]) => {
    if (placed.length !== 1 || named.size > 0) return unknown('it has other arguments');
    const given = typeof value === 'string' ? (pattern.test(value.trim()) ? Number(value.trim().replaceAll('_', '')) : undefined) : number(value);
    return given === undefined ? unknown(`${JSON.stringify(value ?? null)} is no number`) : numeric(compute(given));
  });

/** A variable of the environment, or what is given instead. */
const variable: Call = ({ placed, named }, outside) => {
  const [name] = placed;
  const instead = placed[1] ?? named.get('default') ?? known(null);
  if (name?.known !== true || typeof name.value !== 'string') return unknown('the name of the variable is computed');
  const found = outside.variable(name.value);
  if (found === undefined) return instead;
  return 'value' in found ? known(found.value) : unknown(found.because);
};

const int = parsed(/^[+-]?[0-9]+(?:_[0-9]+)*$/, Math.trunc);
const float = parsed(/^[+-]?[0-9]+(?:\.[0-9]*)?$/, (value) => value);
const cores: Call = (_given, outside) => coresOf(outside);

/** The functions that are understood, by their full names. */
export const CALLS: Readonly<Record<string, Call>> = {
  int, float,
  bool: ({ placed }) => combine(placed.slice(0, 1), ([value]) => known(Array.isArray(value) ? value.length > 0 : Boolean(value))),
  str: ({ placed }) => combine(placed.slice(0, 1), ([value]) => (typeof value === 'string' || typeof value === 'number' ? known(String(value)) : unknown('it is no plain text'))),
  min: of((all) => Math.min(...all)),
  max: of((all) => Math.max(...all)),
  abs: of(([value = 0]) => Math.abs(value)),
  round: ({ placed, named }, outside) => (placed.length === 1 ? of(([value = 0]) => roundHalfEven(value))({ placed, named }, outside) : unknown('it rounds to digits')),
  'math.ceil': of(([value = 0]) => Math.ceil(value)),
  'math.floor': of(([value = 0]) => Math.floor(value)),
  'multiprocessing.cpu_count': cores,
  'os.cpu_count': cores,
  'os.process_cpu_count': cores,
  'psutil.cpu_count': ({ placed, named }, outside) => (placed.length + named.size > 0 ? { known: false, because: 'it counts physical cores', host: true } : coresOf(outside)),
  'os.getenv': variable,
  'os.environ.get': variable,
};
