import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { sourceTree } from '../../src/host/source-tree.ts';
import { showPosition } from '../../src/model/entry.ts';
import { readTree } from '../../src/read-tree.ts';

/** 39 stacks of other people: github.com/docker/awesome-compose, CC0; their Compose and nginx files without the sources that they build. */
const folder = fileURLToPath(new URL('awesome-compose/', import.meta.url));
const golden = fileURLToPath(new URL('findings.txt', import.meta.url));
const stacks = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/** What is found in one stack, a line each. */
function findings(name: string): readonly string[] {
  const read = readTree(sourceTree(join(folder, name)));
  return read.stacks.flatMap(({ stack }) => check(stack).findings.map((finding) => {
    const at = finding.entries.flatMap((entry) => (entry.origin.from === 'stated' ? [entry.origin.at] : []))[0] ?? finding.at;
    return `${name}  ${finding.severity}  ${finding.check}  ${at === undefined ? '' : `${showPosition(at)}  `}${finding.component}: ${finding.message}`;
  }));
}

describe('awesome-compose', () => {
  it('has 39 stacks', () => {
    expect(stacks).toHaveLength(39);
  });

  it('is read without a problem', () => {
    expect(stacks.flatMap((name) => readTree(sourceTree(join(folder, name))).stacks.flatMap(({ problems }) => problems.map((problem) => `${name}: ${problem.message}`)))).toEqual([]);
  });

  it('is judged as a person judged it once', () => {
    const found = `${stacks.flatMap(findings).join('\n')}\n`;
    if (process.env['UPDATE_GOLDENS'] === '1' || !existsSync(golden)) writeFileSync(golden, found);
    expect(found).toBe(readFileSync(golden, 'utf8'));
  });
});
