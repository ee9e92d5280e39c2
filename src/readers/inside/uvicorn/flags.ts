import type { FlagSpellings } from '../../../formats/flags.ts';
import { settingsIn, type Setting } from '../../../model/setting.ts';
import * as uvicorn from '../../../settings/uvicorn.ts';

/** Every setting of uvicorn that is read, by its name. */
export const SETTINGS: ReadonlyMap<string, Setting> = new Map(settingsIn(uvicorn).map((setting) => [setting.name, setting]));

const UVICORN: FlagSpellings = {
  valued: {
    '--workers': 'workers', '--limit-concurrency': 'limit_concurrency', '--limit-max-requests': 'limit_max_requests', '--limit-max-requests-jitter': 'limit_max_requests_jitter', '--timeout-keep-alive': 'timeout_keep_alive', '--timeout-graceful-shutdown': 'timeout_graceful_shutdown',
    '--backlog': 'backlog', '--forwarded-allow-ips': 'forwarded_allow_ips', '--host': 'host', '--port': 'port', '--uds': 'uds', '--log-level': 'log_level',
    '--app-dir': 'app_dir', '--root-path': 'root_path', '--env-file': 'env_file', '--loop': 'loop', '--http': 'http',
  },
  bare: { '--proxy-headers': 'proxy_headers', '--no-proxy-headers': 'no_proxy_headers', '--reload': 'reload' },
};

/** The flags of the ASGI servers, by the names of uvicorn's settings. */
export const FLAGS: Readonly<Record<string, FlagSpellings>> = {
  uvicorn: UVICORN,
  fastapi: UVICORN,
  hypercorn: { valued: { '-w': 'workers', '--workers': 'workers', '-b': 'bind', '--bind': 'bind', '--keep-alive': 'timeout_keep_alive', '--graceful-timeout': 'timeout_graceful_shutdown', '--backlog': 'backlog' } },
  daphne: { valued: { '-b': 'host', '--bind': 'host', '-p': 'port', '--port': 'port' }, bare: { '--proxy-headers': 'proxy_headers' } },
  granian: { valued: { '--workers': 'workers', '--host': 'host', '--port': 'port', '--backlog': 'backlog', '--interface': 'interface' } },
};
