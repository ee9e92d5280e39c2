/** Where the proxy answers for its own health, without the applications. */
export const HEALTH_PATH = '/healthz';
/** Where the proxy counts its connections, for the loopback of its container or pod alone. */
export const STATUS_PATH = '/nginx_status';
/** The folder that its cache is written to: a volume, as the file system is read-only. */
export const CACHE_FOLDER = '/var/cache/nginx';
