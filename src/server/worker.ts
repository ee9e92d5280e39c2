import cluster from 'node:cluster';
import closeWithGrace from 'close-with-grace';
import type { Config } from './config.ts';
import { createContext, type Context } from './context.ts';
import { continueGate, createGate } from './gate.ts';
import { asHandler, type Handler, type Listener } from './handler.ts';
import { healthAnswers, poolChecks } from './health.ts';
import { createHttpServer } from './http-server.ts';
import { createLogger } from './log.ts';
import { hearPrimary, tellPrimary } from './messages.ts';
import { createMetrics } from './metrics.ts';
import { createPools } from './pools.ts';
import { watchPressure } from './pressure.ts';
import { leave, SPARE, type Serving } from './shutdown.ts';
import { WORKER_VARIABLE } from './workers.ts';

/** Milliseconds for the other requests of a worker in which an error was not caught: the one that caused it may never be answered. */
const DRAIN_AFTER_ERROR = 2000;

/** Makes what answers requests; called in each worker. */
export type Application = (context: Context) => Handler | Listener | Promise<Handler | Listener>;

/** Serves an application in this process, until it is told to stop. */
export async function runWorker(config: Config, application: Application): Promise<void> {
  const worker = Number(process.env[WORKER_VARIABLE] ?? 1);
  const log = createLogger(config.log.level, { name: config.name, worker });
  const stopping = new AbortController();
  const state = { leaving: false, listening: false };
  const pools = createPools(config, log);
  const pressure = watchPressure(config.pressure);
  const metrics = createMetrics(config, { worker: String(worker), pools: pools.open, latest: pressure.latest });
  const checkPools = poolChecks({ pools: pools.open, checked: metrics.poolChecked });
  const isReady = () => state.listening && !state.leaving;

  const { delay, drain, close } = config.shutdown;
  let serving: Serving | undefined;
  // Signals are left out: one that is sent to the whole group comes here and, by the primary, once more.
  const grace = closeWithGrace({ delay: delay + drain + close + SPARE, logger: log, skip: ['SIGTERM', 'SIGINT'] }, async ({ err }) => {
    state.leaving = true;
    if (err !== undefined) log.fatal({ err }, 'an error that nobody caught: this worker ends');
    if (serving === undefined) return;
    // After such an error nobody relies on this process for longer than needed, and its place is free only when it has ended.
    const shutdown = err === undefined ? config.shutdown : { ...config.shutdown, delay: 0, drain: Math.min(config.shutdown.drain, DRAIN_AFTER_ERROR) };
    await leave({ ...serving, shutdown, pools: pools.open, log, draining: () => { stopping.abort(); } });
  });
  const stop = () => {
    if (state.leaving) return;
    state.leaving = true;
    void grace.close();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  hearPrimary((message) => {
    if (message.plumbline === 'stop') {
      stop();
      return;
    }
    // Pools are asked afterwards: the question takes a connection, which must not be counted, and one that is not answered must not keep the other metrics back.
    void metrics.snapshot().then((snapshot) => tellPrimary({ plumbline: 'metrics', snapshot })).then(checkPools);
  });
  cluster.worker?.once('disconnect', () => {
    // Node would end this process at once, and its requests with it.
    if (cluster.worker) cluster.worker.exitedAfterDisconnect = true;
    stop();
  });

  const handler = asHandler(await application(createContext({ config, log, worker, pools, metrics: metrics.forApplication, isReady, stopping: stopping.signal })));
  const health = healthAnswers(config.health, { isLeaving: () => state.leaving, isReady: handler.ready ?? (() => true), checkPools });
  const gate = createGate({ config, handler, health, pressure, metrics, log, isLeaving: () => state.leaving });
  const server = createHttpServer(config, { request: gate, checkContinue: continueGate(gate, config), upgrade: handler.upgrade });
  serving = { server, handler };

  const port = await server.listen();
  state.listening = true;
  log.debug({ port }, 'listening');
  await tellPrimary({ plumbline: 'listening', port });
}
