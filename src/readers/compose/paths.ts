import { pathFrom } from '../../model/source.ts';
import type { Around } from './around.ts';
import type { Text } from './node.ts';
import type { Service } from './stating.ts';

/** Paths of every host, which are never part of a tree. */
const OF_THE_HOST = /^(?:\/var\/run\/(?:docker|podman)[^/]*\.sock|\/run\/(?:docker|podman)[^/]*\.sock|\/etc\/(?:localtime|timezone|hostname|machine-id|os-release|resolv\.conf|hosts|passwd|group|ssl\/certs)|\/dev|\/proc|\/sys|\/lib\/modules|\/tmp\/\.X11-unix|\/var\/lib\/docker|\/run\/udev|\/)(?:\/|$)/;

/** Whether a path is one that every host has. */
export const isOfTheHost = (path: string): boolean => path === '/' || OF_THE_HOST.test(path.replace(/^\/$/, '/ '));

/** The path in the tree that a text names; `undefined` where it leads out of it or cannot be known, which is said. */
export function inTree(service: Service, text: Text, key: string, { folder }: Pick<Around, 'folder'>): string | undefined {
  const base = text.folder ?? folder;
  const path = base === undefined ? undefined : pathFrom(base, text.text);
  if (text.because !== undefined) service.report.unread({ component: service.name, what: `${key}: ${text.text}`, because: text.because, at: text.at });
  else if (path === undefined && !isOfTheHost(text.text)) service.report.unread({ component: service.name, what: `${key}: ${text.text}`, because: 'outside of what was given', at: text.at });
  return text.because === undefined ? path : undefined;
}

const EXTENSIONS = /\.(?:conf|cfg|cnf|ini|ya?ml|json|toml|env|sh|sql|m?js|cjs|ts|py|rb|php|xml|properties|crt|pem|key|cert|csr|p12|jks|txt|html?|lua|template|tmpl|tpl|j2|htpasswd|dump|gz|zip|acl|rules|vcl|hcl|config|cjs)$/i;
const NAMES = /^(?:Caddyfile|Procfile|Dockerfile|Makefile|\.htpasswd|\.pgpass|\.env|\.bashrc|htpasswd|passwd|crontab|hosts|userlist\.txt)$/;

/** Whether a mount is meant to be a file: Docker makes a folder of what is not there. */
export function looksLikeFile(source: string, target: string): boolean {
  if (source.endsWith('/') || target.endsWith('/')) return false;
  const base = (path: string): string => path.split('/').at(-1) ?? '';
  return [source, target].some((path) => EXTENSIONS.test(base(path)) || NAMES.test(base(path)));
}
