import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expression, placeholderFlaw } from '../../src/formats/placeholders.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import type { Stack } from '../../src/model/stack.ts';
import { scenarioOf } from '../../src/rules/scenario/requests.ts';
import { loadtestFiles } from '../../src/targets/loadtest.ts';
import { javascript, lua, python } from '../../src/targets/loadtest/languages.ts';
import { run } from '../servers/child.ts';
import { describeWith } from '../servers/describe-with.ts';
import { requireTool } from '../servers/tools.ts';
import { planOf, TWO_APPLICATIONS, type Sketch } from '../targets/stacks.ts';
import { loadPlan, SCENARIO, withLoadtest } from './plan.ts';

const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

/** Texts that would leave their string, comment or template. */
const HARD = ['\'', '"', '\\', '\\\'', '`', '${1}', '{{x}}', '*/', '"""', '--', ']]', '#', '\n', '\r\n', '\0', '\u2028', '\u200e', 'é', '😀', '</script>', '%s', '{1..2}', '{007..007}', '\\u0041', '\t', '\u0085'];
const text = fc.array(fc.oneof(fc.constantFrom(...HARD), fc.string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 8 }).map((parts) => parts.join('')).filter((one) => placeholderFlaw(one) === undefined);
const scenarios: fc.Arbitrary<Scenario> = fc.uniqueArray(
  fc.record({ name: text, method: fc.constantFrom('GET', 'POST'), path: text.map((rest) => `/${rest}`), weight: fc.integer({ min: 1, max: 1_000_000 }).map((n) => n / 1000), headers: fc.dictionary(text, text, { maxKeys: 3 }), body: text }, { requiredKeys: ['name', 'method', 'path', 'weight'] }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 4 },
);

const fileOf = (plan: Stack, name: string): string => loadtestFiles(plan).find(({ path }) => path === `loadtest/${name}`)?.text ?? '';
const noProxy: Sketch = { components: { api: 'node', db: 'postgres' }, links: ['api -> db'] };

describe('load tests of a plan', () => {
  it('are four files beside each other', () => {
    expect(loadtestFiles(planOf()).map(({ path }) => path)).toEqual(['loadtest/README.md', 'loadtest/k6.js', 'loadtest/locustfile.py', 'loadtest/wrk.lua']);
  });

  it('are none where nobody answers here, or nothing is known that could be asked', () => {
    expect(loadtestFiles(planOf({ components: { db: 'postgres' }, links: [], routes: [] }))).toEqual([]);
    expect(loadtestFiles(planOf({ routes: [] }))).toEqual([]);
    expect(loadtestFiles(planOf({ ...noProxy, settings: { 'api.component.external': 'there:3000' } }))).toEqual([]);
  });

  it.each<[string, Sketch, string]>([
    ['the proxy', {}, 'http://127.0.0.1:8080'],
    ['the first of several replicas', { settings: { 'proxy.component.replicas': 2 } }, 'http://127.0.0.1:8080'],
    ['the proxy under its name', { settings: { 'profile.domain': 'shop.example.com' } }, 'http://127.0.0.1:8080'],
    ['the proxy with TLS of its own', { settings: { 'profile.tls': true } }, 'https://127.0.0.1:8443'],
    ['TLS by the name of its certificate', { settings: { 'profile.tls': true, 'profile.domain': 'shop.example.com' } }, 'https://shop.example.com:8443'],
    ['all addresses', { settings: { 'profile.published_address': '0.0.0.0' } }, 'http://127.0.0.1:8080'],
    ['another address', { settings: { 'profile.published_address': '10.1.2.3', 'proxy.component.published_port': 80 } }, 'http://10.1.2.3:80'],
    ['an application without a proxy', noProxy, 'http://127.0.0.1:3000'],
  ])('ask %s', (_, sketch, url) => {
    const plan = planOf(sketch);
    expect(fileOf(plan, 'k6.js')).toContain(`__ENV.BASE_URL || '${url}')`);
    expect(fileOf(plan, 'README.md')).toContain(` ${url}`);
  });

  it('ask the routes of all applications where no scenario is stated', () => {
    const plan = planOf(TWO_APPLICATIONS);
    expect(scenarioOf(plan).map(({ path, weight }) => `${path} ${weight}`)).toEqual(['/ 50', '/admin 50']);
    expect(fileOf(plan, 'wrk.lua')).toContain('return "/admin" end');
  });

  it('say whose word the proxy takes for the address of a client', () => {
    expect(fileOf(planOf(), 'README.md')).toContain('The proxy believes it of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16:');
    expect(fileOf(planOf({ settings: { 'profile.published_address': '0.0.0.0' } }), 'README.md')).toContain('The proxy believes X-Forwarded-For of nobody:');
    expect(fileOf(planOf(noProxy), 'README.md')).not.toContain('The proxy');
  });

  it('name the host where the URL does not', () => {
    const named = (settings: Sketch['settings']): readonly boolean[] => ['k6.js', 'locustfile.py', 'wrk.lua'].map((name) => /^(?:const|local)? ?HOST = .*shop\.example\.com/m.test(fileOf(planOf({ settings: settings ?? {} }), name)));
    expect(named({})).toEqual([false, false, false]);
    expect(named({ 'profile.domain': 'shop.example.com' })).toEqual([true, true, true]);
    expect(named({ 'profile.domain': 'shop.example.com', 'profile.tls': true })).toEqual([false, false, false]);
    expect(fileOf(planOf({ settings: { 'profile.domain': 'shop.example.com', 'profile.tls': true } }), 'README.md')).toContain('The name shop.example.com must lead to the machine under test');
  });

  it('are lines that wrk and ab take', () => {
    expect(() => loadtestFiles(planOf({ settings: { 'scenario.duration': 1500 } }))).toThrow(/scenario\.duration: .*1500 milliseconds exactly/);
    expect(fileOf(planOf({ settings: { 'targets.rps': 0.05 } }), 'README.md')).toContain('ab -k -n 3 -c 3 http://127.0.0.1:8080/');
  });

  it('have a reason above every number', () => {
    const numbers = fileOf(planOf(), 'k6.js').split('\n').flatMap((line, at, all) => (/^(const [A-Z_0-9]+ = .*\d|    weight: )/.test(line) && !/RATE = number|WEIGHTS/.test(line) ? [all[at - 1] ?? ''] : []));
    expect(numbers.length).toBeGreaterThan(9);
    for (const reason of numbers) expect(reason).toMatch(/^ *\/\/ [A-Z].*\.$/);
  });
});

describe(`load tests of any scenario (seed ${seed})`, () => {
  it('k6.js can be parsed', () => {
    fc.assert(fc.property(scenarios, (scenario) => void parse(fileOf(loadPlan({}, scenario), 'k6.js'), { ecmaVersion: 2022, sourceType: 'module' })), { numRuns: 100, seed });
  });

  it('k6.js is what Node reads as a module', async () => {
    await withLoadtest(loadPlan(), async (folder, files) => {
      writeFileSync(join(folder, 'k6.mjs'), files.find(({ path }) => path.endsWith('k6.js'))?.text ?? '');
      expect(await run(process.execPath, ['--check', 'k6.mjs'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    });
  });

  it('texts are themselves in JavaScript', () => {
    fc.assert(fc.property(text, (one) => {
      expect(new Function('whole', `return ${expression(one, javascript)}`)((low: number) => low)).toBe(filled(one));
      expect(new Function(`return ${javascript.mapping({ [one]: one })}`)()).toEqual({ [one]: one });
    }), { numRuns: 300, seed });
  });
});

/** The text with each placeholder as its lower bound. */
const filled = (one: string): string => one.replace(/\{([0-9]{1,9})\.\.[0-9]{1,9}\}/g, (_, low: string) => String(Number(low)));

const samples = fc.sample(text, { numRuns: 200, seed });
const asBytes = (one: string): string => Buffer.from(one).toString('hex');

describeWith('Python', 'python3', () => {
  it('compiles the locustfile of any scenario', async () => {
    await withLoadtest(loadPlan(), async (folder) => {
      const names = fc.sample(scenarios, { numRuns: 60, seed }).map((scenario, index) => {
        writeFileSync(join(folder, `${index}.py`), fileOf(loadPlan({}, scenario), 'locustfile.py'));
        return `${index}.py`;
      });
      expect(await run(requireTool('python3').path, ['-m', 'py_compile', 'locustfile.py', ...names], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    });
  });

  it('reads texts as themselves', async () => {
    await withLoadtest(loadPlan(), async (folder) => {
      writeFileSync(join(folder, 'texts.py'), `whole = lambda low, high: str(low)\nfor one in [${samples.map((one) => expression(one, python)).join(', ')}]: print(one.encode().hex())\n`);
      const { stdout } = await run(requireTool('python3').path, ['texts.py'], { cwd: folder });
      expect(stdout.split('\n').slice(0, -1)).toEqual(samples.map((one) => asBytes(filled(one))));
    });
  });
});

describeWith("wrk's Lua", 'wrk', () => {
  /** The script runs before anything is connected, and ends the program. */
  const runLua = (folder: string, script: string) => {
    writeFileSync(join(folder, 'script.lua'), `${script}\nos.exit(0)\n`);
    return run(requireTool('wrk').path, ['-s', 'script.lua', 'http://127.0.0.1:1/'], { cwd: folder });
  };

  it('loads the script of any scenario', async () => {
    await withLoadtest(loadPlan(), async (folder) => {
      fc.sample(scenarios, { numRuns: 60, seed }).forEach((scenario, index) => writeFileSync(join(folder, `${index}.lua`), fileOf(loadPlan({}, scenario), 'wrk.lua')));
      expect(await runLua(folder, 'for index = 0, 59 do assert(loadfile(index .. ".lua")) end\nprint("loaded")')).toMatchObject({ code: 0, stdout: 'loaded\n', stderr: '' });
    });
  });

  it('reads texts as themselves', async () => {
    await withLoadtest(loadPlan(), async (folder) => {
      const { stdout } = await runLua(folder, `local function whole(low) return low end\nfor _, one in ipairs({${samples.map((one) => expression(one, lua)).join(', ')}}) do print((one:gsub(".", function(byte) return string.format("%02x", byte:byte()) end))) end`);
      expect(stdout.split('\n').slice(0, -1)).toEqual(samples.map((one) => asBytes(filled(one))));
    });
  });
});

it('the scenario of these tests is one that a profile could state', () => {
  expect(scenarioOf(loadPlan())).toEqual(SCENARIO);
});
