import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { stackTools } from '../live/tools.ts';
import { disturb } from './disturbances.ts';
import { byForm } from './form.ts';
import { startItems } from './items.ts';
import { pauses } from './kept.ts';
import { node } from './runtimes.ts';
import { note, printTable } from './table.ts';

disturb(node, 'medium', byForm(
  { rate: 100, reloads: 5, kills: 3, ends: 2, updates: 2, away: 3000 },
  { rate: 200, reloads: 20, kills: 10, ends: 4, updates: 4, away: 10_000 },
));

describeWith('a proxy that reads its configuration again', stackTools, () => {
  afterAll(printTable);

  it('closes no connection under a client that uses it', async () => {
    const stack = await startItems('small');
    try {
      const times = byForm(5, 20);
      // The proxy answers this path itself, so that only the connections to its clients count.
      const stop = new AbortController();
      const all = pauses(`${stack.url}/healthz`, 100, stop.signal);
      for (let time = 0; time < times; time += 1) {
        await sleep(700);
        stack.processes('proxy')[0]?.signal('SIGHUP');
      }
      await sleep(1000);
      stop.abort();
      const { sent, failed } = await all;
      note({ shown: `(a) 100 busy connections while nginx read its configuration again ${times} times`, requests: sent, failed, said: 'none was closed under a request' });
      expect(sent).toBeGreaterThan(1000);
      expect(failed).toBe(0);
    } finally {
      await stack.stop();
    }
  });
});
