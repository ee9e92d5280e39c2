import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';
import { sarif } from '../../src/reporters/validation/sarif.ts';
import { showValidation } from '../../src/reporters/validation/text.ts';
import { plain } from '../../src/reporters/style.ts';
import { validate } from '../../src/validate.ts';
import { expectEffort } from '../effort.ts';
import { filesBelow, STACKS } from '../stacks.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 150);
/** Yards that a whole stack may cost; the slowest costs 20. */
const MOST = 200;
const samples = [...['small', 'large'].map((name) => join(import.meta.dirname, '../../out', name)), join(STACKS, 'connections-exceed-max/fires'), join(STACKS, 'file-missing/fires')].map((folder) =>
  filesBelow(folder).filter(({ path }) => !/plan\.json$|\.md$|\.plumbline\.json$/.test(path)),
);

const damage = fc.record({ sample: fc.nat(samples.length - 1), file: fc.nat(1000), how: fc.constantFrom('cut', 'flip', 'twice', 'insert'), at: fc.double({ min: 0, max: 1, noNaN: true }), with: fc.string({ unit: 'binary', maxLength: 12 }) });

it('whatever is broken in whichever file, the rest is judged and told', () => {
  fc.assert(
    fc.property(damage, (damaged) => {
      const files = samples[damaged.sample] ?? [];
      const target = files[damaged.file % files.length];
      const broken = Object.fromEntries(files.map(({ path, text }) => [path, path === target?.path ? broke(text, damaged) : text]));
      const tree = treeOf(broken);
      expectEffort(MOST, () => {
        const { stacks, unread } = readTree(tree);
        const found = validate(tree, stacks, { severity: 'note' });
        const validation = { ...found, unread, problems: [], tools: [] };
        expect(showValidation(validation, plain).join('')).not.toMatch(/[\u0000-\u001f]/);
        sarif(validation);
      });
    }),
    { numRuns: RUNS },
  );
}, 600_000);

function broke(text: string, { how, at, with: extra }: { readonly how: string; readonly at: number; readonly with: string }): string {
  const place = Math.floor(text.length * at);
  if (how === 'cut') return text.slice(0, place);
  if (how === 'twice') return text + text.slice(place);
  return text.slice(0, place) + extra + text.slice(how === 'flip' ? place + extra.length : place);
}
