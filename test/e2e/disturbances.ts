import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Phase } from '../../src/bench/report.ts';
import type { LiveProcess } from '../../src/live/live.ts';
import { describeWith } from '../servers/describe-with.ts';
import { ask } from './ask.ts';
import { byForm } from './form.ts';
import { startItems, type Running } from './items.ts';
import { during, mixed, reads, writes } from './load.ts';
import type { Runtime } from './runtimes.ts';
import { note, printTable, showCounts } from './table.ts';

/** A rolling update takes as long as names are looked up again after: too long for each test run. */
const SHORT = ['proxy.nginx.resolver.valid=1s'];

/** How hard a stack is disturbed: requests a second, and how often each thing happens; what happens never is not shown. */
export interface Hardness {
  readonly rate: number;
  readonly reloads: number;
  readonly kills: number;
  readonly ends: number;
  readonly updates: number;
  /** Milliseconds. */
  readonly away: number;
}

/** What a profile with an application does under load while something happens to it. */
export const disturb = (runtime: Runtime, profile: string, { rate, reloads, kills, ends, updates, away }: Hardness): void => describeWith(`${runtime.name} under load while something happens to the stack`, runtime.tools, () => {
  let stack: Running;
  beforeAll(async () => { stack = await startItems(profile, [...runtime.patient, ...byForm([...SHORT, ...runtime.short], [])], runtime); }, 120_000);
  afterAll(async () => {
    await stack.stop();
    printTable();
  });

  const only = (name: string): LiveProcess => {
    const [found] = stack.processes(name);
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  };
  /** The workers that accept requests. */
  const workers = (): readonly number[] => runtime.working(only('api'));
  const others = (gone: ReadonlySet<number>): readonly number[] => workers().filter((pid) => !gone.has(pid));
  const allWork = (gone: ReadonlySet<number>): Promise<void> => expect.poll(() => others(gone).length, { timeout: 60_000, interval: 100 }).toBe(stack.planned(runtime.workers));
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
  /** Waits for as long as the proxy may remember the name of a copy. */
  const outOfNames = async (copy: LiveProcess): Promise<void> => {
    copy.leave();
    await sleep(stack.planned('proxy.nginx.resolver.valid') + 1000);
  };
  const allAnswered = (shown: string, { counts: { intended, failed, refused, unsent, statuses, errors } }: Phase): void => {
    const said = showCounts(statuses, errors, unsent === 0 ? {} : { 'never sent': unsent });
    note({ shown: `${runtime.name} ${shown}`, requests: intended, failed: failed + refused, said });
    expect({ failed, refused, said }).toEqual({ failed: 0, refused: 0, said: expect.any(String) });
  };

  if (reloads > 0) it('answers every request while the proxy reads its configuration again', async () => {
    const phase = await during(stack.url, { rate, scenario: mixed }, async () => {
      for (let time = 0; time < reloads; time += 1) {
        only('proxy').signal('SIGHUP');
        await sleep(1000);
      }
    });
    allAnswered(`(a) nginx read its configuration again ${reloads} times`, phase);
  });

  if (kills > 0) it('answers reads while workers are killed', async () => {
    const phase = await during(stack.url, { rate, scenario: reads }, () => signalWorkers('SIGKILL', kills));
    const again = only('proxy').log().split('\n').filter((line) => /"upstream":"[^"]*, /.test(line)).length;
    allAnswered(`(b) ${kills} workers killed (SIGKILL), reads; nginx sent ${again} of them again`, phase);
  });

  if (ends > 0) it('answers every write while workers are told to end', async () => {
    const phase = await during(stack.url, { rate: rate / 2, scenario: writes }, () => signalWorkers('SIGTERM', ends));
    allAnswered(`(b) ${ends} workers told to end (SIGTERM), writes`, phase);
  });

  if (updates > 0) it('answers every request while a new copy takes over from the old one', async () => {
    const ended: string[] = [];
    const phase = await during(stack.url, { rate, scenario: mixed }, async () => {
      for (let round = 0; round < updates; round += 1) {
        const old = only('api');
        await stack.start('api');
        if (runtime.pause === "the platform's") await outOfNames(old);
        await old.stop();
        ended.push(old.host);
      }
    });
    expect(new Set(ended).size).toBe(updates);
    expect(stack.processes('api')).toHaveLength(1);
    allAnswered(`(c) ${updates} rolling updates: a new copy, then SIGTERM to the old`, phase);
  });

  it('says 503 while the database is away, and answers when it is back', async () => {
    const before = only('api').pids();
    let back = 0;
    let recovered = 0;
    const phase = await during(stack.url, { rate, scenario: mixed }, async () => {
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
    note({ shown: `${runtime.name} (e) the database away for ${away / 1000} s`, requests: counts.sent, failed: counts.failed, said: `${showCounts(counts.statuses, counts.errors)}; every 503 with Retry-After; first answer ${recovered} ms after it was back, same processes` });
    expect({ failed: counts.failed, statuses: showCounts(counts.statuses, counts.errors) }).toMatchObject({ failed: 0 });
    expect(counts.refused).toBeGreaterThan(0);
    // The last whole second: by then all is well again.
    expect(phase.series.slice(-2, -1).every(({ failed, refused, succeeded }) => failed === 0 && refused === 0 && succeeded > 0)).toBe(true);
  });
});
