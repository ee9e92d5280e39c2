import { copyFileSync, existsSync, realpathSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fail } from '../../model/problem.ts';
import type { Component } from '../../model/stack.ts';
import { serversOf } from '../../model/stack.ts';
import { fileOf, portEntry } from '../../targets/names.ts';
import { writeCertificate } from '../certificate.ts';
import { listenPorts, nginxCopy } from '../copies/nginx.ts';
import { accepts } from '../ports.ts';
import { textOf } from '../services.ts';
import type { Prepare, Site } from '../site.ts';

/** Who connects: this machine itself, where in Docker it is the gateway of a bridge. */
const LOOPBACK = '127.0.0.0/8';

/** nginx with the rendered file, in front of the applications that it is linked to. */
export const nginx: Prepare = async (site, component, copy) => {
  const path = fileOf(site.plan, component, 'nginx.conf');
  const conf = textOf(site.files, path);
  const folder = site.folder.makeFolder(copy.folder);
  const own = portEntry(site.plan, component).value;
  const ports = new Map<number, number>();
  for (const port of listenPorts(conf)) ports.set(port, port === own ? site.portOf(component) : await site.anotherPort());
  const port = site.portOf(component);
  const { text, mapped, paths } = nginxCopy(conf, { folder, host: copy.host, ports, upstreams: upstreams(site, component), resolverPort: site.namesPort, bridge: LOOPBACK, ipv6: hasIpv6() });
  for (const each of paths) site.folder.makeFolder(relative(site.folder.path, dirname(each)));
  if (paths.some((each) => each.endsWith('.pem'))) await writeCertificate(site.folder, copy.folder, site.programs('openssl'));
  copyFileSync(mimeTypes(site.programs('nginx')), join(folder, 'mime.types'));
  const file = site.folder.write(`${copy.folder}/nginx.conf`, text);
  return {
    // `-e`: what nginx says before it has read the file would otherwise go to a log that only root can open.
    command: { program: site.programs('nginx'), as: 'server', args: ['-e', 'stderr', '-p', `${folder}/`, '-c', file, '-g', 'daemon off;'] },
    port,
    mapped: mapped.map((line) => ({ file: path, ...line })),
    ready: () => accepts(port, copy.host),
    endSignal: 'SIGTERM',
  };
};

/** Servers as the file writes them, and the address of the first copy of each. */
const upstreams = (site: Site, proxy: Component): ReadonlyMap<string, string> =>
  new Map(serversOf(site.plan, proxy).map((server) => [`${server.name}:${portEntry(site.plan, server).value}`, `127.0.0.2:${site.portOf(server)}`]));

/** The list of file types that comes with every nginx; the images have it where the rendered file looks for it. */
function mimeTypes(program: string): string {
  const beside = dirname(realpathSync(program));
  const found = [join(beside, 'mime.types'), join(beside, '../conf/mime.types'), '/etc/nginx/mime.types', '/usr/local/etc/nginx/mime.types', '/opt/homebrew/etc/nginx/mime.types'].find(existsSync);
  return found ?? fail(`nginx comes with a file mime.types, which is not beside ${program} and not in /etc/nginx`, undefined, 'install nginx whole, or name another with PLUMBLINE_NGINX');
}

const hasIpv6 = (): 'yes' | 'no' => (Object.values(networkInterfaces()).flat().some((each) => each?.address === '::1') ? 'yes' : 'no');
