/** A host and, where one is written, its port. */
export interface HostPort {
  readonly host: string;
  readonly port?: number;
}

const USUAL: ReadonlyMap<string, number> = new Map([['http', 80], ['https', 443]]);

/** Reads `host`, `host:port`, `[::1]:80` and `scheme://host:port/path`; a port that follows from the scheme is given too. `undefined` when there is no host. */
export function hostPort(text: string): HostPort | undefined {
  const [, scheme = '', rest = ''] = /^(?:([a-z][a-z0-9+.-]{0,20}):\/\/)?(.{0,500})/is.exec(text) ?? [];
  const authority = (rest.split(/[/?#]/, 1)[0] ?? '').replace(/^[^@]*@/, '');
  const [, host = '', port] = /^(\[[0-9a-f:.]+\]|[^:[\]\s{}$]+)(?::([0-9]{1,5}))?$/i.exec(authority) ?? [];
  if (host === '') return undefined;
  const number = port === undefined ? USUAL.get(scheme.toLowerCase()) : Number(port);
  return { host: host.replace(/^\[|\]$/g, ''), ...(number === undefined || number > 65_535 ? {} : { port: number }) };
}
