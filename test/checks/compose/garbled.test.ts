import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { check } from '../../../src/check.ts';
import { treeOf } from '../../../src/model/source.ts';
import { readCompose } from '../../../src/readers/compose.ts';
import { stackOf } from '../../../src/read.ts';
import { expectEffort } from '../../effort.ts';

const STACKS = join(import.meta.dirname, '../../stacks');
const texts = readdirSync(STACKS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('docker-compose.yml')).sort().map((path) => readFileSync(join(STACKS, path), 'utf8'));
/** Yards that a file of ordinary size may cost. */
const MOST = 100;
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const WORDS = ['[]', '{}', 'null', '- ', ': ', '&a ', '*a', '<<: ', '${X}', '"', '0', 'depends_on: [api]', 'network_mode: host', 'ports: 80', '!reset null', '\t', '{a: {b: [c]}}'];

/** Numbers that are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

it('no Compose file, however garbled, ends a check', () => {
  const random = numbers(7);
  const below = (limit: number): number => Math.floor(random.next().value * limit);
  for (let run = 0; run < RUNS; run++) {
    let text = texts[below(texts.length)] ?? '';
    for (let edits = 1 + below(4); edits > 0; edits--) {
      const [from, length] = [below(text.length + 1), below(24)];
      text = text.slice(0, from) + (WORDS[below(WORDS.length)] ?? '') + (below(8) === 0 ? '' : text.slice(from + length));
    }
    expectEffort(MOST, () => {
      const tree = treeOf({ 'docker-compose.yml': text });
      const { stack } = stackOf(tree, readCompose(tree, ['docker-compose.yml'], {}));
      expect(() => check(stack), text).not.toThrow();
    }, text);
  }
});
