import { pathFrom } from '../../model/source.ts';
import type { Around } from './around.ts';
import type { Text } from './node.ts';
import type { Service } from './stating.ts';

/** Sockets, devices and system files of every host, which are never part of a tree. */
const OF_THE_HOST = [
  /^\/$/, /^\/(?:dev|proc|sys|lib\/modules|tmp\/\.X11-unix|run\/udev|var\/lib\/docker|etc\/ssl\/certs)(?:\/|$)/, /^\/(?:var\/)?run\/(?:docker|podman)[^/]*\.sock$/,
  /^\/etc\/(?:localtime|timezone|hostname|machine-id|os-release|resolv\.conf|hosts|passwd|group)$/,
];

/** Whether a path is one that every host has. */
const isOfTheHost = (path: string): boolean => OF_THE_HOST.some((pattern) => pattern.test(path));

/** The path in the tree that a text names; `undefined` where it leads out of it or cannot be known, which is said. */
export function inTree(service: Service, text: Text, key: string, { folder }: Pick<Around, 'folder'>): string | undefined {
  const base = text.folder ?? folder;
  const path = base === undefined ? undefined : pathFrom(base, text.text);
  const because = text.because ?? (path === undefined && !isOfTheHost(text.text) ? 'outside of what was given' : undefined);
  if (because !== undefined) service.report.unread({ component: service.name, what: `${key}: ${text.text}`, because, at: text.at });
  return text.because === undefined ? path : undefined;
}

const EXTENSIONS = new Set((
  'conf cfg cnf ini yml yaml json toml env properties xml config acl rules vcl hcl sh sql js mjs cjs ts py rb php lua '
  + 'crt pem key cert csr p12 jks htpasswd txt htm html template tmpl tpl j2 dump gz zip'
).split(' '));
const NAMES = /^(?:Caddyfile|Procfile|Dockerfile|Makefile|\.htpasswd|\.pgpass|\.env|\.bashrc|htpasswd|passwd|crontab|hosts|userlist\.txt)$/;

/** Whether a mount is meant to be a file: Docker makes a folder of what is not there. */
export function looksLikeFile(source: string, target: string): boolean {
  if (source.endsWith('/') || target.endsWith('/')) return false;
  const base = (path: string): string => path.split('/').at(-1) ?? '';
  return [source, target].some((path) => EXTENSIONS.has(/\.([A-Za-z0-9]{1,12})$/.exec(base(path))?.[1]?.toLowerCase() ?? '') || NAMES.test(base(path)));
}
