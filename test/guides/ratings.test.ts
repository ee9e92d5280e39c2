import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ratingTables } from '../../src/bench/ratings.ts';
import { readRatings } from '../../src/bench/ratings-file.ts';
import { GUIDES } from './stack.ts';

it('the ratings of guide 1 are those that are built in', () => {
  expect(readRatings(readFileSync(join(GUIDES, 'versant.ratings.yaml'), 'utf8'), 'versant.ratings.yaml')).toEqual(ratingTables['versant']);
});
