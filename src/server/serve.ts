import cluster from 'node:cluster';
import type { Config } from './config.ts';
import { checkedConfig, ConfigError, loadConfig } from './load-config.ts';
import { tellPrimary } from './messages.ts';
import { runPrimary } from './primary.ts';
import { runWorker, type Application } from './worker.ts';

/**
 * Serves an application: this process starts the workers and replaces those that die, the application is made in each of them.
 * Without a configuration it is the one that SERVER_CONFIG names. Resolves when requests are accepted; ends the process when it is told to stop.
 */
export async function serve(application: Application): Promise<void>;
export async function serve(config: Config, application: Application): Promise<void>;
export async function serve(first: Config | Application, second?: Application): Promise<void> {
  try {
    const application = typeof first === 'function' ? first : second;
    if (typeof application !== 'function') throw new ConfigError('expected serve(config, application), found no application');
    const config = typeof first === 'function' ? await loadConfig() : checkedConfig(first, 'the configuration');
    if (cluster.isPrimary) await runPrimary(config);
    else await runWorker(config, application);
  } catch (error) {
    await sayFailure(error);
    process.exit(1);
  }
}

async function sayFailure(error: unknown): Promise<void> {
  const text = error instanceof ConfigError || !(error instanceof Error) ? String(error instanceof Error ? error.message : error) : (error.stack ?? error.message);
  if (cluster.isPrimary) process.stderr.write(`${text}\n`);
  else await tellPrimary({ plumbline: 'failed', error: text });
}
