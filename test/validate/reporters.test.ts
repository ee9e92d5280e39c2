import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { plain } from '../../src/reporters/style.ts';
import { githubCommands } from '../../src/reporters/validation/github.ts';
import { gitlabCodeQuality } from '../../src/reporters/validation/gitlab.ts';
import { validationJson } from '../../src/reporters/validation/json.ts';
import { junitXml } from '../../src/reporters/validation/junit.ts';
import { validationMarkdown } from '../../src/reporters/validation/markdown.ts';
import { sarif } from '../../src/reporters/validation/sarif.ts';
import { showValidation } from '../../src/reporters/validation/text.ts';
import type { Validation } from '../../src/reporters/validation/validation.ts';
import { example, heap, hostile } from './example.ts';

const schema: object = JSON.parse(readFileSync(join(import.meta.dirname, 'sarif.schema.json'), 'utf8'));
const isSarif = new Ajv({ strict: true, validateFormats: false }).compile(schema);
/** The schema of the OASIS standard; what it says means the same in draft 07, whose name Ajv knows. */
const { $schema: _draft, id: _id, ...standard } = JSON.parse(readFileSync(join(import.meta.dirname, 'sarif-schema-2.1.0.json'), 'utf8')) as Record<string, unknown>;
const isStandardSarif = new Ajv({ strict: false, validateFormats: false }).compile(standard);
const all: Readonly<Record<string, (validation: Validation) => string>> = {
  text: (validation) => showValidation(validation, plain).join('\n'), json: validationJson, sarif, junit: junitXml, github: githubCommands, gitlab: gitlabCodeQuality, markdown: validationMarkdown,
};

describe.each(Object.entries(all))('%s', (format, report) => {
  it('tells the finding, its place and its relation', () => {
    const text = report(example);
    expect(text).toContain('heap-exceeds-limit');
    expect(text).toContain('the container has 256 MiB');
    expect(text).toContain(format === 'github' ? 'line=7,col=16' : format === 'gitlab' ? '"begin": 7' : format === 'sarif' || format === 'json' ? '16' : '7:16');
  });

  it('keeps what is hostile in a file from the terminal, and secrets to itself', () => {
    const text = report(hostile);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).not.toContain('hunter2');
  });

  it('is the same each time', () => expect(report(example)).toBe(report(example)));

  it('says something of nothing', () => {
    expect(() => report({ stacks: [], findings: [], unread: [], problems: [], tools: [] })).not.toThrow();
  });
});

describe('text', () => {
  it('reads well', () => {
    expect(all['text']?.(example)).toMatchInlineSnapshot(`
      "shop/docker-compose.yml: api (node), db (postgres); 2 files read, 12 relations judged

      error    heap-exceeds-limit
        1 processes x (256 MiB heap) = 307 MiB; the container has 256 MiB
          api.node.max_old_space_size  256MiB  shop/docker-compose.yml:7:16  --max-old-space-size=256
          api.container.memory_limit   256MiB  shop/limits.yml:2:12          mem_limit: 256m
        The kernel kills the process.
        fix: lower the heap.

      note     image-not-pinned  2 times: shop/docker-compose.yml:5:5, shop/docker-compose.yml:9:5
        fix: name a version.

      1 finding suppressed: heap-exceeds-limit (the limit is soft)
      not read:
        DB_POOL_SIZE: \${POOL} is not set  shop/docker-compose.yml:8:7
      not judged: 1 relation, for want of a machine (--machine 4cpu/8GiB)

      note     suppression-unused
        there is no keepalive-race here to suppress
          shop/docker-compose.yml:3:3
        It hides.
        fix: take the comment out.

      not read:
        charts/Chart.yaml: a Helm chart is a template

      absent   nginx  not found

      1 stack, 2 files: 1 error, 3 notes, 1 suppressed"
    `);
  });
});

interface Sarif {
  readonly runs: readonly [{ readonly results: readonly { readonly ruleIndex: number; readonly ruleId: string; readonly partialFingerprints: object; readonly suppressions?: readonly { readonly justification: string }[]; readonly relatedLocations?: readonly object[] }[]; readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } } }];
}
const parsed = (validation: Validation): Sarif => JSON.parse(sarif(validation)) as Sarif;

describe('SARIF', () => {
  it.each([['an example', example], ['hostile texts', hostile], ['nothing', { stacks: [], findings: [], unread: [], problems: [], tools: [] }]] as const)('is valid for %s', (_, validation) => {
    isSarif(JSON.parse(sarif(validation)));
    expect(isSarif.errors ?? []).toEqual([]);
    isStandardSarif(JSON.parse(sarif(validation)));
    expect(isStandardSarif.errors ?? []).toEqual([]);
  });

  it('names each rule once, and results point to it', () => {
    const [run] = parsed(example).runs;
    expect(run.results.map((result) => run.tool.driver.rules[result.ruleIndex]?.id)).toEqual(run.results.map((result) => result.ruleId));
  });

  it('shows the other sides, and why a finding is suppressed', () => {
    const [run] = parsed(example).runs;
    expect(run.results[0]?.relatedLocations).toHaveLength(1);
    expect(run.results.find((result) => result.suppressions !== undefined)?.suppressions?.[0]?.justification).toBe('the limit is soft');
  });

  it('keeps fingerprints when lines move, and tells twins apart', () => {
    const prints = (validation: Validation): readonly string[] => parsed(validation).runs[0].results.map((result) => JSON.stringify(result.partialFingerprints));
    const down: Validation = { ...example, stacks: example.stacks.map((stack) => ({ ...stack, findings: stack.findings.map((finding) => (finding.at === undefined ? finding : { ...finding, at: { ...finding.at, line: finding.at.line + 3 } })) })) };
    expect(prints(down)).toEqual(prints(example));
    expect(new Set(prints(example)).size).toBe(prints(example).length);
  });
});

describe('GitHub', () => {
  it('escapes what ends a property or a message', () => {
    const line = githubCommands({ ...example, stacks: [], findings: [{ ...heap, message: '50%\n::error::x', at: { file: 'a,b:c.yml', line: 3, column: 4 } }] });
    expect(line).toBe('::error file=a%2Cb%3Ac.yml,line=3,col=4,title=heap-exceeds-limit::50%25\\n::error::x%0AThe kernel kills the process.%0Afix: lower the heap.\n');
  });
});

describe('JUnit', () => {
  it('counts failures, errors and what was skipped', () => {
    expect(junitXml(example)).toContain('<testsuite name="shop/docker-compose.yml" tests="4" failures="1" errors="1" skipped="1">');
  });
});
describe('gitlab', () => {
  it('is what GitLab reads: places as they lie in the repository, its own severities, and a fingerprint for each', () => {
    const issues = JSON.parse(gitlabCodeQuality(example)) as readonly { readonly fingerprint: string }[];
    expect(issues[1]).toEqual({
      description: '1 processes x (256 MiB heap) = 307 MiB; the container has 256 MiB', check_name: 'heap-exceeds-limit', severity: 'critical',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), location: { path: 'shop/docker-compose.yml', lines: { begin: 7 } },
    });
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  });
});

