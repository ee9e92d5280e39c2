import cluster from 'node:cluster';
import type { Config } from './config.ts';
import { listensItself } from './http-server.ts';
import { createLogger } from './log.ts';
import { serveMetrics } from './scrape.ts';
import { SPARE } from './shutdown.ts';
import { superviseWorkers } from './workers.ts';

/** Starts the workers and replaces those that die; resolves when all of them listen. Ends this process when the last worker has ended. */
export async function runPrimary(config: Config): Promise<void> {
  const log = createLogger(config.log.level, { name: config.name });
  // Flags of the command line stay, such as --import.
  cluster.setupPrimary({ execArgv: [...process.execArgv, ...config.processes.execArgv] });
  if (config.listen.reusePort && !listensItself(config)) {
    log.info(`Node ${process.versions.node} on ${process.platform} does not know reusePort: the primary process hands connections out`);
  }

  const workers = superviseWorkers(config.processes, log);
  const metrics = await serveMetrics(config, workers);
  if (metrics === undefined) log.info('no metrics: the package prom-client is not installed');
  else workers.events.on('exit', metrics.bury);
  workers.events.once('end', (code: number) => {
    metrics?.close();
    process.exit(code);
  });

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) {
      log.warn(`second ${signal}: stopping at once`);
      return workers.kill();
    }
    stopping = true;
    log.info(`${signal}: stopping`);
    workers.stop();
    const { delay, drain, close } = config.shutdown;
    setTimeout(() => {
      log.error('workers did not end in their time: killing them');
      workers.kill();
    }, delay + drain + close + 2 * SPARE);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);

  const listening = new Promise<void>((resolve) => {
    workers.events.once('listening', (port: number) => {
      log.info({ port, workers: config.processes.workers }, 'listening');
      resolve();
    });
  });
  workers.start();
  await listening;
}
