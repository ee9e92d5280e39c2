import type { FlagSpellings } from '../../../formats/flags.ts';
import { settingsIn, type Setting } from '../../../model/setting.ts';
import * as gunicorn from '../../../settings/gunicorn.ts';

/** Every setting of gunicorn that is read, by its name in a configuration file. */
export const SETTINGS: ReadonlyMap<string, Setting> = new Map(settingsIn(gunicorn).map((setting) => [setting.name, setting]));

/** The flags of gunicorn, by the names of their settings. */
export const FLAGS: FlagSpellings = {
  valued: {
    '-w': 'workers', '--workers': 'workers', '--threads': 'threads', '-k': 'worker_class', '--worker-class': 'worker_class', '--worker-connections': 'worker_connections',
    '-t': 'timeout', '--timeout': 'timeout', '--graceful-timeout': 'graceful_timeout', '--keep-alive': 'keepalive', '--max-requests': 'max_requests', '--max-requests-jitter': 'max_requests_jitter',
    '--backlog': 'backlog', '--worker-tmp-dir': 'worker_tmp_dir', '--forwarded-allow-ips': 'forwarded_allow_ips', '--limit-request-line': 'limit_request_line',
    '--limit-request-fields': 'limit_request_fields', '--limit-request-field_size': 'limit_request_field_size', '-b': 'bind', '--bind': 'bind', '-c': 'config', '--config': 'config',
    '-n': 'proc_name', '--name': 'proc_name', '--log-level': 'loglevel', '--access-logfile': 'accesslog', '--error-logfile': 'errorlog', '--chdir': 'chdir', '-u': 'user',
    '--user': 'user', '-g': 'group', '--group': 'group', '-e': 'raw_env', '--env': 'raw_env', '-p': 'pidfile', '--pid': 'pidfile', '-m': 'umask',
  },
  bare: { '--preload': 'preload_app' },
};
