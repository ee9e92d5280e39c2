import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail } from '../model/problem.ts';
import { plainly, quoted } from '../model/quote.ts';
import { onDisk } from '../output/path.ts';
import type { BenchReport } from './report.ts';
import { misshapen, type Shape } from './shape.ts';

const SCHEMA: BenchReport['schema'] = 'plumbline-bench/1';
const MAKE_ONE = 'gen bench --output report.json writes one';

const numbers = (...names: readonly string[]): Readonly<Record<string, Shape>> => Object.fromEntries(names.map((name) => [name, 'number']));

const counts: Shape = { fields: { ...numbers('intended', 'sent', 'succeeded', 'refused', 'failed', 'unsent'), statuses: { each: 'number' }, errors: { each: 'number' } } };
const latency: Shape = { fields: { ...numbers('mean', 'p50', 'p75', 'p90', 'p95', 'p99', 'p999', 'max'), percentiles: { list: { pair: 'number' } } } };
const phase: Shape = {
  fields: {
    name: 'text', kind: 'text', purpose: 'text', ...numbers('seconds', 'warmUpSeconds', 'throughput'), counts, latency, service: latency,
    requests: { list: { fields: { name: 'text', counts, latency } } },
    series: { list: { fields: numbers('at', 'intended', 'succeeded', 'refused', 'failed', 'p50', 'p95', 'p99', 'inFlight') } },
    generator: { fields: { ...numbers('lagP99', 'lagMax', 'utilization'), valid: 'flag' }, maybe: { because: 'text' } },
  },
  maybe: { ...numbers('rate', 'concurrency'), server: { fields: { cpuSeconds: { each: 'number' }, memory: { each: 'number' } }, maybe: { process: { each: 'number' } } } },
};
const report: Shape = {
  fields: {
    schema: 'text', plumbline: 'text', started: 'text', seconds: 'number', profile: 'text', command: { list: 'text' }, url: 'text', clients: 'number',
    stack: { fields: { run: 'text' }, maybe: { limits: 'text', at: 'text', copies: 'number' } },
    machine: { fields: { ...numbers('cpus', 'memory'), model: 'text', node: 'text', system: 'text' } },
    targets: { fields: numbers('rps', 'p95', 'success'), maybe: numbers('p50', 'users') },
    plan: { fields: { capacity: { each: 'number' }, workers: { each: 'number' }, ...numbers('cpuTime', 'waitTime') } },
    scenario: { list: { fields: { name: 'text', method: 'text', path: 'text', weight: 'number' }, maybe: { headers: { each: 'text' }, body: 'text' } } },
    phases: { list: phase },
    verdict: { fields: { met: 'flag', rating: 'text', decidedBy: 'text', dimensions: { list: { fields: { name: 'text', said: 'text', rating: 'text' } } }, missed: { list: 'text' } }, maybe: { invalid: 'text' } },
  },
  maybe: { sustainable: { fields: { rate: 'number', limitedBy: 'text' } }, saturation: { fields: numbers('throughput', 'concurrency') } },
};

/** The bench report in a file. Throws an `InputError` where there is none. */
export function readReport(path: string, cwd: string): BenchReport {
  const text = onDisk(`${quoted(path)} cannot be read`, () => readFileSync(resolve(cwd, path), 'utf8'));
  return reportFrom(text, plainly(path, 300));
}

/** The bench report in a text, which `file` names in messages. */
export function reportFrom(text: string, file: string): BenchReport {
  const at = { file, line: 0, column: 0 };
  const data = parsed(text) ?? fail('is no JSON', at, MAKE_ONE);
  const schema = typeof data === 'object' && 'schema' in data ? data.schema : undefined;
  if (schema !== SCHEMA) fail(`is no bench report: expected the schema ${SCHEMA}, found ${typeof schema === 'string' ? quoted(schema) : 'none'}`, at, MAKE_ONE);
  const wrong = misshapen(data, report);
  if (wrong !== undefined) fail(wrong, at, `the file is no whole report: ${MAKE_ONE}`);
  return data as BenchReport;
}

function parsed(text: string): object | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : {};
  } catch {
    return undefined;
  }
}
