import { settingsOf } from '../model/setting.ts';

/**
 * What files say of how containers are put together. A plan needs none of these: its renderers write them from
 * links and routes. They are read, judged, and never stated in a profile.
 */
const container = settingsOf('container');
const COMPOSE = 'https://docs.docker.com/reference/compose-file/services/';

/** Subject: `address:port` of the host, or `:port` for every address (`:8080-8081` is one of a range, `:random-80` any port, `:53/udp` no TCP); value: the port in the container. */
export const published = container.count('published', { about: 'Port of the container that is published on the host', manual: `${COMPOSE}#ports`, per: 'address', concern: 'security' });
/** Subject: the port. Only ports of which it is certain that the server listens on them. */
export const listens = container.flag('listens', { about: 'The server listens on this port', per: 'port', concern: 'routing' });
/** Subject: the port. What EXPOSE, `expose` or containerPort say; nothing follows from it at run time. */
export const exposed = container.flag('exposed', { about: 'The port is declared', per: 'port', concern: 'routing' });
/** Subject: the path in the container; value: the path in the tree. */
export const bind = container.text('bind', { about: 'A file or folder that is mounted from the tree', manual: `${COMPOSE}#volumes`, per: 'path', concern: 'storage' });
/** Subject: the path in the container; value: the volume's name, empty for one without a name. */
export const volume = container.text('volume', { about: 'A volume that is mounted', manual: `${COMPOSE}#volumes`, per: 'path', concern: 'storage' });
/** Subject: the path in the container. Mounts of whole folders and single files alike. */
export const read_only_mount = container.flag('read_only_mount', { about: 'What is mounted here cannot be written', manual: `${COMPOSE}#volumes`, per: 'path', concern: 'security' });
/** Subject: the path in the container; value: its size, 0 where none is stated. */
export const tmpfs = container.bytes('tmpfs', { about: 'A file system in memory', manual: `${COMPOSE}#tmpfs`, per: 'path' });
/** Subject: a path that a file names and that the tree does not have; value: what for (`bind`, `build`, `build or pull`, `env_file`, `config`, `secret`, `include`, `extends`). */
export const missing = container.text('missing', { about: 'A file or folder that is named and is not there', per: 'path' });
/** Subject: the network's name. */
export const network = container.flag('network', { about: 'A network that the container is in', manual: `${COMPOSE}#networks`, per: 'network', concern: 'routing' });
/** `host`, `none`, `bridge`, `service:x`. */
export const network_mode = container.text('network_mode', { about: 'Mode of the network, where one is stated', manual: `${COMPOSE}#network_mode`, concern: 'routing' });
/** Subject: the service; value: the condition. */
export const depends_on = container.text('depends_on', { about: 'A service that is started first', manual: `${COMPOSE}#depends_on`, per: 'component', oneOf: ['service_started', 'service_healthy', 'service_completed_successfully'] });
/** Subject: the variable's name. Values of variables that hold secrets are never kept: they are `***`. */
export const variable = container.text('variable', { about: 'A variable of the environment', manual: `${COMPOSE}#environment`, per: 'variable' });
/** Subject: the variable's name. A secret written in plain text; its value is never kept. */
export const plain_secret = container.flag('plain_secret', { about: 'A secret that stands in a file in plain text', per: 'variable', concern: 'security' });
/** The command of the health check, words joined by a space. */
export const health_test = container.text('healthcheck.test', { about: 'Command of the health check', manual: `${COMPOSE}#healthcheck`, concern: 'time' });
/** Path of the folder that the image is built from. */
export const build = container.text('build', { about: 'Folder that the image is built from', manual: 'https://docs.docker.com/reference/compose-file/build/', concern: 'versions' });
/** The image that a Dockerfile of the tree begins with. */
export const base_image = container.text('base_image', { about: 'Image that the Dockerfile begins with', manual: 'https://docs.docker.com/reference/dockerfile/#from', concern: 'versions' });
export const restart = container.text('restart', { about: 'When the container is started again', manual: `${COMPOSE}#restart` });
export const stop_signal = container.text('stop_signal', { about: 'Signal that asks the container to stop', manual: `${COMPOSE}#stop_signal`, concern: 'time' });
export const read_only = container.flag('read_only', { about: 'The root file system is read-only', manual: `${COMPOSE}#read_only`, concern: 'security' });
/** Hard limit of open files, where it is stated apart from the soft one (`container.nofile`). */
export const nofile_hard = container.count('nofile.hard', { about: 'Hard limit of open files', manual: `${COMPOSE}#ulimits`, concern: 'connections' });
/** The other spelling of a limit that is stated twice with different values. Subject: the spelling, such as `mem_limit`. */
export const other_limit = container.text('other_limit', { about: 'A limit that is also stated in another spelling', per: 'variable' });
/** How it is started, words joined by a space. */
export const command = container.text('command', { about: 'Command that the container runs', manual: `${COMPOSE}#command` });
/** Subject: `host:port` as it is written; value: the protocol. Every address that the component is told to connect to. */
export const connects = container.text('connects', { about: 'An address that the component connects to', per: 'address', concern: 'routing' });
/** Subject: the host name; value: the address that it is given. */
export const extra_host = container.text('extra_hosts', { about: 'A host name that the container is given an address for', manual: `${COMPOSE}#extra_hosts`, per: 'address', concern: 'routing' });
/** Subject: the network's name. Containers of other projects can be in it and answer there. */
export const external_network = container.flag('network.external', { about: 'A network that is made elsewhere', manual: 'https://docs.docker.com/reference/compose-file/networks/#external', per: 'network', concern: 'routing' });
/** Subject: the path in the container; value: the path in the tree. */
export const init_script = container.text('init_script', { about: 'A script that a database runs once, when its volume is empty', manual: 'https://hub.docker.com/_/postgres', per: 'path' });
/** Subject: the parameter; value: as it is written. */
export const set_in_sql = container.text('set_in_sql', { about: 'A parameter that ALTER SYSTEM sets in an init script', manual: 'https://www.postgresql.org/docs/current/sql-altersystem.html', per: 'variable' });
export const hugepages = container.bytes('hugepages', { about: 'Huge pages that the container may use', manual: 'https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/' });
/** Subject: the other component. Both share one network (a pod, a host): they reach each other by the loopback. */
export const beside = container.flag('beside', { about: 'A component in the same pod, or on the same host', manual: 'https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking', per: 'component', concern: 'routing' });
/** A count that is taken from the host at run time (`auto`, `cpu_count()`, `nproc`, pm2 `max`); value: how it is written. */
export const host_count = container.text('host_count', { about: 'A number of processes that is taken from the host', concern: 'capacity' });

/** Other proxies in front, as far as their files tell: HAProxy, Traefik, Caddy, an ingress. Readers also state their defaults. */
const front = settingsOf('front');
export const front_idle_timeout = front.time('idle_timeout', { about: 'Time an idle connection to an upstream is kept; 0 is not at all' });
export const front_connect_timeout = front.time('connect_timeout', { about: 'Time to connect to an upstream' });
export const front_response_timeout = front.time('response_timeout', { about: 'Time an upstream may take to answer; 0 is unlimited' });
export const front_client_timeout = front.time('client_idle_timeout', { about: 'Time an idle client connection is kept' });
export const front_compresses = front.flag('compresses', { about: 'Answers are compressed', concern: 'cpu' });

/** Subject: the name of a package that the application's manifest asks for; value: the version asked for. Only packages that a check asks about. */
export const dependency = settingsOf('application').text('dependency', { about: 'A package that the application depends on', per: 'library', concern: 'versions' });

/** One of Kafka's processes that stores messages, and does not only decide (`process.roles`). */
export const broker = settingsOf('kafka').flag('broker', { about: 'It stores messages', manual: 'https://kafka.apache.org/documentation/#brokerconfigs_process.roles' });
