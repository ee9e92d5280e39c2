import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Phase } from '../../src/bench/report.ts';
import type { LiveProcess } from '../../src/live/live.ts';
import { describeWith } from '../servers/describe-with.ts';
import { stackTools } from '../live/tools.ts';
import { ask } from './ask.ts';
import { byForm } from './form.ts';
import { listening, startItems, type Running } from './items.ts';
import { pauses } from './kept.ts';
import { during, mixed, reads, writes } from './load.ts';
import { note, printTable, showCounts } from './table.ts';

/** A rolling update waits for twelve seconds as rendered, and names are looked up again after ten: too long for each test run. */
const SHORT = ['proxy.nginx.resolver.valid=1s', 'api.node.shutdown_delay=3s'];
/** Other tests run on the same cores: an event loop that waits for them is not overloaded. */
const BUSY_MACHINE = ['api.node.max_event_loop_delay=5s', 'api.node.max_event_loop_utilization=1'];
const RATE = byForm(100, 200);

describeWith('a stack under load while something happens to it', stackTools, () => {
  let stack: Running;
  beforeAll(async () => { stack = await startItems('medium', [...BUSY_MACHINE, ...byForm(SHORT, [])]); }, 120_000);
  afterAll(async () => {
    await stack.stop();
    printTable();
  });

  const only = (name: string): LiveProcess => {
    const [found] = stack.processes(name);
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  };
  /** The workers that accept requests, oldest first. */
  const workers = (): readonly number[] => listening(only('api'));
  const others = (gone: ReadonlySet<number>): readonly number[] => workers().filter((pid) => !gone.has(pid));
  const allWork = (gone: ReadonlySet<number>): Promise<void> => expect.poll(() => others(gone).length, { timeout: 60_000, interval: 100 }).toBe(stack.planned('api.node.workers'));
  /** Sends a signal to one worker after the other, each time when all of them work. */
  const signalWorkers = async (signal: NodeJS.Signals, times: number): Promise<void> => {
    const gone = new Set<number>();
    for (let time = 0; time < times; time += 1) {
      await allWork(gone);
      const [worker] = others(gone);
      if (worker === undefined) throw new Error('no worker to signal');
      gone.add(worker);
      process.kill(worker, signal);
      await expect.poll(() => only('api').pids().includes(worker), { timeout: 60_000, interval: 100 }).toBe(false);
    }
    await allWork(gone);
  };
  const allAnswered = (shown: string, { counts: { intended, failed, refused, unsent, statuses, errors } }: Phase): void => {
    const said = showCounts(statuses, errors, unsent === 0 ? {} : { 'never sent': unsent });
    note({ shown, requests: intended, failed: failed + refused, said });
    expect({ failed, refused, said }).toEqual({ failed: 0, refused: 0, said: expect.any(String) });
  };

  it('answers every request while the proxy reads its configuration again', async () => {
    const times = byForm(5, 20);
    const phase = await during(stack.url, { rate: RATE, scenario: mixed }, async () => {
      for (let time = 0; time < times; time += 1) {
        only('proxy').signal('SIGHUP');
        await sleep(1000);
      }
    });
    allAnswered(`(a) nginx read its configuration again ${times} times`, phase);
  });

  it('closes no connection under a client that uses it while the proxy reads its configuration again', async () => {
    const times = byForm(5, 20);
    // The proxy answers this path itself, so that only the connections to its clients count.
    const stop = new AbortController();
    const all = pauses(`${stack.url}/healthz`, 100, stop.signal);
    for (let time = 0; time < times; time += 1) {
      await sleep(700);
      only('proxy').signal('SIGHUP');
    }
    await sleep(1000);
    stop.abort();
    const { sent, failed } = await all;
    note({ shown: `(a) 100 busy connections while nginx read its configuration again ${times} times`, requests: sent, failed, said: 'none was closed under a request' });
    expect(sent).toBeGreaterThan(1000);
    expect(failed).toBe(0);
  });

  it('answers reads while workers are killed', async () => {
    const times = byForm(3, 10);
    const phase = await during(stack.url, { rate: RATE, scenario: reads }, () => signalWorkers('SIGKILL', times));
    const again = only('proxy').log().split('\n').filter((line) => /"upstream":"[^"]*, /.test(line)).length;
    allAnswered(`(b) ${times} workers killed (SIGKILL), reads; nginx sent ${again} of them again`, phase);
  });

  it('answers every write while workers are told to end', async () => {
    const times = byForm(2, 4);
    const phase = await during(stack.url, { rate: RATE / 2, scenario: writes }, () => signalWorkers('SIGTERM', times));
    allAnswered(`(b) ${times} workers told to end (SIGTERM), writes`, phase);
  });

  it('answers every request while a new copy takes over from the old one', async () => {
    const rounds = byForm(2, 4);
    const ended: string[] = [];
    const phase = await during(stack.url, { rate: RATE, scenario: mixed }, async () => {
      for (let round = 0; round < rounds; round += 1) {
        const old = only('api');
        await stack.start('api');
        await old.stop();
        ended.push(old.host);
      }
    });
    expect(new Set(ended).size).toBe(rounds);
    expect(stack.processes('api')).toHaveLength(1);
    allAnswered(`(c) ${rounds} rolling updates: a new copy, then SIGTERM to the old`, phase);
  });

  it('says 503 while the database is away, and answers when it is back', async () => {
    const before = only('api').pids();
    const away = byForm(3000, 10_000);
    let back = 0;
    let recovered = 0;
    const phase = await during(stack.url, { rate: RATE, scenario: mixed }, async () => {
      await only('db').stop();
      await sleep(away);
      const answer = await ask(`${stack.url}/items?after=1`, { client: '203.0.113.1' });
      expect([answer.status, answer.header('retry-after')]).toEqual([503, expect.stringMatching(/^[0-9]+$/)]);
      expect(JSON.parse(answer.text)).toHaveProperty('error');
      await stack.start('db');
      back = Date.now();
      while ((await ask(`${stack.url}/items?after=1`, { client: '203.0.113.1' })).status !== 200) await sleep(50);
      recovered = Date.now() - back;
    });
    const { counts } = phase;
    expect(only('api').pids()).toEqual(before);
    note({ shown: `(e) the database away for ${away / 1000} s`, requests: counts.sent, failed: counts.failed, said: `${showCounts(counts.statuses, counts.errors)}; every 503 with Retry-After; first answer ${recovered} ms after it was back, same processes` });
    expect({ failed: counts.failed, statuses: showCounts(counts.statuses, counts.errors) }).toMatchObject({ failed: 0 });
    expect(counts.refused).toBeGreaterThan(0);
    // The last whole second: by then all is well again.
    expect(phase.series.slice(-2, -1).every(({ failed, refused, succeeded }) => failed === 0 && refused === 0 && succeeded > 0)).toBe(true);
  });
});
