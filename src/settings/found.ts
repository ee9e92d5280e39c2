import { settingsOf } from '../model/setting.ts';

/**
 * What files say of how containers are put together. A plan needs none of these: its renderers write them from
 * links and routes. They are read, judged, and never stated in a profile.
 */
const container = settingsOf('container');
const COMPOSE = 'https://docs.docker.com/reference/compose-file/services/';

/** Subject: `address:port` of the host, or `:port` for every address; value: the port in the container. */
export const published = container.count('published', { about: 'Port of the container that is published on the host', manual: `${COMPOSE}#ports`, per: 'address' });
/** Subject: the port. Only ports of which it is certain that the server listens on them. */
export const listens = container.flag('listens', { about: 'The server listens on this port', per: 'port' });
/** Subject: the port. What EXPOSE, `expose` or containerPort say; nothing follows from it at run time. */
export const exposed = container.flag('exposed', { about: 'The port is declared', per: 'port' });
/** Subject: the path in the container; value: the path in the tree. */
export const bind = container.text('bind', { about: 'A file or folder that is mounted from the tree', manual: `${COMPOSE}#volumes`, per: 'path' });
/** Subject: the path in the container; value: the volume's name, empty for one without a name. */
export const volume = container.text('volume', { about: 'A volume that is mounted', manual: `${COMPOSE}#volumes`, per: 'path' });
/** Subject: the path in the container; value: its size, 0 where none is stated. */
export const tmpfs = container.bytes('tmpfs', { about: 'A file system in memory', manual: `${COMPOSE}#tmpfs`, per: 'path' });
/** Subject: a path that a file names and that the tree does not have; value: what for (`bind`, `build`, `env_file`, `config`, `secret`, `include`, `extends`). */
export const missing = container.text('missing', { about: 'A file or folder that is named and is not there', per: 'path' });
/** Subject: the network's name. */
export const network = container.flag('network', { about: 'A network that the container is in', manual: `${COMPOSE}#networks`, per: 'network' });
/** `host`, `none`, `bridge`, `service:x`. */
export const network_mode = container.text('network_mode', { about: 'Mode of the network, where one is stated', manual: `${COMPOSE}#network_mode` });
/** Subject: the service; value: the condition. */
export const depends_on = container.text('depends_on', { about: 'A service that is started first', manual: `${COMPOSE}#depends_on`, per: 'component', oneOf: ['service_started', 'service_healthy', 'service_completed_successfully'] });
/** Subject: the variable's name. Values of variables that hold secrets are never kept: they are `***`. */
export const variable = container.text('variable', { about: 'A variable of the environment', manual: `${COMPOSE}#environment`, per: 'variable' });
/** Subject: the variable's name. A secret written in plain text; its value is never kept. */
export const plain_secret = container.flag('plain_secret', { about: 'A secret that stands in a file in plain text', per: 'variable' });
/** The command of the health check, words joined by a space. */
export const health_test = container.text('healthcheck.test', { about: 'Command of the health check', manual: `${COMPOSE}#healthcheck` });
/** Path of the folder that the image is built from. */
export const build = container.text('build', { about: 'Folder that the image is built from', manual: 'https://docs.docker.com/reference/compose-file/build/' });
export const restart = container.text('restart', { about: 'When the container is started again', manual: `${COMPOSE}#restart` });
export const read_only = container.flag('read_only', { about: 'The root file system is read-only', manual: `${COMPOSE}#read_only` });
/** Hard limit of open files, where it is stated apart from the soft one (`container.nofile`). */
export const nofile_hard = container.count('nofile.hard', { about: 'Hard limit of open files', manual: `${COMPOSE}#ulimits` });
/** The other spelling of a limit that is stated twice with different values. Subject: the spelling, such as `mem_limit`. */
export const other_limit = container.text('other_limit', { about: 'A limit that is also stated in another spelling', per: 'variable' });
/** How it is started, words joined by a space. */
export const command = container.text('command', { about: 'Command that the container runs', manual: `${COMPOSE}#command` });
/** Subject: `host:port` as it is written; value: the protocol. Every address that the component is told to connect to. */
export const connects = container.text('connects', { about: 'An address that the component connects to', per: 'address' });
/** A count that is taken from the host at run time (`auto`, `cpu_count()`, `nproc`, pm2 `max`); value: how it is written. */
export const host_count = container.text('host_count', { about: 'A number of processes that is taken from the host' });
