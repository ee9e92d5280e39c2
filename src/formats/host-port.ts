/** A host and, where one is written, its port. */
export interface HostPort {
  readonly host: string;
  readonly port?: number;
}

/** Whether a host, with or without the brackets of an IPv6 address, is the loopback: the machine, container or pod itself. */
export const isLoopback = (host: string): boolean => /^(localhost|.+\.localhost|127\.[0-9.]+|\[?::1\]?)$/i.test(host);

const USUAL: ReadonlyMap<string, number> = new Map([['http', 80], ['https', 443]]);

/** The user and password of an address, with a scheme or without one; `image:tag@sha256:…` is none. */
const USERINFO = /(?<![A-Za-z0-9._-])([A-Za-z0-9._%+-]{0,64}):(?!\*{3}@)[^\s@"'$*/][^\s@"'/]{0,200}@(?!sha256:)(?=[A-Za-z0-9[*$])/g;

/** A text whose addresses tell no password: `http://user:***@host`. */
export const withoutPasswords = (text: string): string => text.replace(USERINFO, '$1:***@');

/** Reads `host`, `host:port`, `[::1]:80` and `scheme://host:port/path`; a port that follows from the scheme is given too. `undefined` when there is no host. */
export function hostPort(text: string): HostPort | undefined {
  const [, scheme = '', rest = ''] = /^(?:([a-z][a-z0-9+.-]{0,20}):\/\/)?(.{0,500})/is.exec(text) ?? [];
  const authority = (rest.split(/[/?#]/, 1)[0] ?? '').replace(/^[^@]*@/, '');
  const [, host = '', port] = /^(\[[0-9a-f:.]+\]|[^:[\]\s{}$]+)(?::([0-9]{1,5}))?$/i.exec(authority) ?? [];
  if (host === '') return undefined;
  const number = port === undefined ? USUAL.get(scheme.toLowerCase()) : Number(port);
  return { host: host.replace(/^\[|\]$/g, ''), ...(number === undefined || number > 65_535 ? {} : { port: number }) };
}
