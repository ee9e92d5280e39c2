import type { RunningContainer } from '../running.ts';
import { imageName, imageTag } from '../running.ts';

/** What an image of nginx brings along. */
export interface NginxImage {
  /** Its main configuration, where none comes from the tree. */
  readonly main: string;
  readonly text: string;
  /** Port of the server in it, while nothing replaces that. */
  readonly port?: number;
  /** Its command says `daemon off;` already. */
  readonly foreground: boolean;
  /** Its entrypoint fills templates in. */
  readonly templates: boolean;
}

/** The path that stands for the files of an image: no file of the tree has a blank and no folder. */
export const IMAGE_FILE = 'nginx image';
const CONF_D = '/etc/nginx/conf.d';
const ETC_MAIN = '/etc/nginx/nginx.conf';
const OPENRESTY_MAIN = '/usr/local/openresty/nginx/conf/nginx.conf';
const BITNAMI_MAIN = '/opt/bitnami/nginx/conf/nginx.conf';

/** Where a main configuration may lie, the usual place first. */
export const MAIN_PATHS: readonly string[] = [ETC_MAIN, OPENRESTY_MAIN, BITNAMI_MAIN, '/usr/local/nginx/conf/nginx.conf'];

/** What matters of the main configuration of nginx's own image: 1,024 connections, 65 s, and every file of conf.d. */
const OFFICIAL = `worker_processes auto;
error_log /var/log/nginx/error.log notice;
pid /run/nginx.pid;
events { worker_connections 1024; }
http {
    default_type application/octet-stream;
    log_format main '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
    access_log /var/log/nginx/access.log main;
    sendfile on;
    keepalive_timeout 65;
    include ${CONF_D}/*.conf;
}
`;
/** OpenResty's leaves the number of workers to the default. */
const OPENRESTY = `events { worker_connections 1024; }
http {
    default_type application/octet-stream;
    sendfile on;
    keepalive_timeout 65;
    include ${CONF_D}/*.conf;
}
`;
const BITNAMI = OFFICIAL.replace(`${CONF_D}/*.conf`, '/opt/bitnami/nginx/conf/server_blocks/*.conf');

/** Names of images that are nginx, without registry and tag. */
const NAMES: readonly string[] = ['nginx', 'nginx-unprivileged', 'openresty', 'angie', 'freenginx'];

/** The image that the container is made of: its own, or what its Dockerfile begins with. */
const imageOf = ({ image, base }: RunningContainer): string | undefined => base?.text ?? image?.text;

/** Whether the container's image is one of nginx. */
export const isNginxImage = (container: RunningContainer): boolean => [container.image?.text, container.base?.text].some((image) => NAMES.includes(imageName(image)));

/** What the container's image brings along; `undefined` where that is not known. */
export function nginxImage(container: RunningContainer): NginxImage | undefined {
  const image = imageOf(container) ?? '';
  const name = imageName(image);
  const owner = image.split('/').at(-2) ?? '';
  if (name === 'openresty') return { main: OPENRESTY_MAIN, text: OPENRESTY, port: 80, foreground: true, templates: false };
  if (name === 'nginx-unprivileged') return { main: ETC_MAIN, text: OFFICIAL, port: 8080, foreground: true, templates: true };
  if (name !== 'nginx') return undefined;
  if (owner.startsWith('bitnami')) return { main: BITNAMI_MAIN, text: BITNAMI, port: 8080, foreground: false, templates: false };
  return ['', 'library', 'nginx', 'nginxinc', 'docker.io'].includes(owner) ? { main: ETC_MAIN, text: OFFICIAL, port: 80, foreground: true, templates: true } : undefined;
}

/** The newest release that this table knows, and the newest of the stable branch. */
const NEWEST = '1.31';
const STABLE = '1.30';

/** The version of nginx that the image's tag names; the newest where it names none, `stated` then being false. */
export function nginxVersion(container: RunningContainer): { readonly version: string; readonly stated: boolean } | undefined {
  const image = imageOf(container);
  const name = imageName(image);
  if (image === undefined || container.supposed || !NAMES.includes(name) || name === 'angie' || name === 'freenginx') return undefined;
  const tag = imageTag(image);
  // OpenResty counts its own releases in a fourth number.
  const [, version] = /^v?([0-9]+\.[0-9]+(?:\.[0-9]+)?)/.exec(tag ?? '') ?? [];
  if (version !== undefined) return { version, stated: true };
  if (name === 'openresty' || tag?.includes('$') === true) return undefined;
  return { version: tag?.startsWith('stable') === true ? STABLE : NEWEST, stated: false };
}
