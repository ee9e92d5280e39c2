import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contradictions } from '../../../src/checks/compose-rules.ts';
import { composeOf } from '../../../src/formats/compose-file.ts';
import { misfits } from '../../../src/formats/compose-schema.ts';
import { expectGrowth } from '../../effort.ts';
import { checkCompose } from '../../servers/compose.ts';
import { findTool } from '../../servers/tools.ts';
import { cases } from './cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-compose-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ours = (text: string): readonly string[] => {
  const { project } = composeOf(text);
  return [...misfits(project), ...contradictions(project)].map(({ at, message }) => `${at.line}:${at.column} ${message}`);
};

describe.skipIf(findTool('compose-check') === undefined)('compose-invalid and the loader of Compose', () => {
  it.each(cases.map((text) => [text.trim().replaceAll('\n', ' / '), text] as const))('agree on %s', async (_, text) => {
    writeFileSync(join(folder, 'docker-compose.yml'), text);
    const { errors } = await checkCompose(folder);
    expect({ refused: ours(text).length > 0, errors, ours: ours(text) }).toMatchObject({ refused: errors.length > 0 });
  });
});

describe('compose-invalid', () => {
  it('tells the place, and what was probably meant', () => {
    expect(ours('services:\n  api:\n    image: api:1\n    enviroment: {}\n    depends_on: [bd]\n  db:\n    image: postgres:17\n')).toEqual([
      '4:5 services.api knows no "enviroment"; did you mean environment?',
      '5:18 api names the service "bd", which is not defined; did you mean db?',
    ]);
  });

  it('takes what a variable stands for as right', () => {
    expect(ours('services:\n  api:\n    image: ${IMAGE}\n    scale: ${N:-2}\n    privileged: "${P:-false}"\n    ports: ["${PORT:-80}:80"]\n')).toEqual([]);
  });

  it('takes as long for very many mistakes as their number asks for', () => {
    const services = (count: number): string => Array.from({ length: count }, (_, i) => `  s${i}:\n    image: x:1\n    imge: x\n    networks: [n${i}, m${i}]\n`).join('');
    expectGrowth((share) => 3000 * share, (count) => {
      const { project } = composeOf(`services:\n${services(count)}`);
      expect([...contradictions(project)].length).toBe(2 * count);
    });
  });
});
