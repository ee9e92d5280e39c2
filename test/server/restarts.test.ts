import { expect, it } from 'vitest';
import { judgeDeath, NO_DEATHS, type Death, type Verdict } from '../../src/server/restarts.ts';

const judgeAll = (death: Death, times: number): readonly Verdict['next'][] => {
  const verdicts: Verdict['next'][] = [];
  for (let deaths = NO_DEATHS; verdicts.length < times;) {
    const verdict = judgeDeath(deaths, death);
    verdicts.push(verdict.next);
    deaths = verdict.deaths;
  }
  return verdicts;
};

it('waits twice as long after each death, half a minute at most', () => {
  const soon = { listened: true, othersListen: true, lived: 1000 };
  expect(judgeAll(soon, 11)).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000].map((wait) => ({ wait })));
});

it('waits no longer for a worker that had lived for a while', () => {
  expect(judgeDeath({ soon: 8, atStart: 0 }, { listened: true, othersListen: true, lived: 30_000 }).next).toEqual({ wait: 100 });
});

it('gives up after five deaths before anybody listened', () => {
  expect(judgeAll({ listened: false, othersListen: false, lived: 300 }, 5)).toEqual([{ wait: 100 }, { wait: 200 }, { wait: 400 }, { wait: 800 }, 'give up']);
});

it('goes on while others listen', () => {
  expect(judgeAll({ listened: false, othersListen: true, lived: 300 }, 9).at(-1)).toEqual({ wait: 25_600 });
});
