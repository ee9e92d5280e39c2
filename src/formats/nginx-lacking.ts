import { meaningsOf } from '../settings/nginx-directives.ts';
import { inFamily, within, type NginxConfig } from './nginx-config.ts';
import type { Misuse } from './nginx-manual.ts';
import type { Directive } from './nginx-syntax.ts';

/** What nginx does not start without: a section of events, a server in every upstream. Nothing where a file that is not here may have it. */
export function lacking(config: NginxConfig): readonly Misuse[] {
  return [
    ...withoutEvents(config),
    ...inFamily(config, 'upstream').filter(isEmpty).map((directive): Misuse => ({ directive, message: `upstream ${directive.args[0]?.text ?? ''} has no server`, effect: 'refused' })),
  ];
}

/** A file that begins with `http` may be a part of another, unless it is called nginx.conf or an image of nginx runs it. */
function withoutEvents({ main, image, complete }: NginxConfig): readonly Misuse[] {
  const http = main.find(({ name }) => name === 'http');
  const isMain = http !== undefined && (image !== undefined || /(?:^|\/)nginx\.conf$/.test(http.file.path));
  if (!isMain || !complete || main.some(({ name }) => name === 'events' || name === 'include')) return [];
  return [{ directive: http, message: 'there is no events section beside http; nginx wants one, if only events {}', effect: 'refused' }];
}

/** Modules of others may fill an upstream in ways of their own, and an include that stands there may find files. */
const isEmpty = (upstream: Directive): boolean =>
  upstream.block !== undefined && within(upstream, 'server').length === 0 && upstream.block.every(({ name }) => !['include', 'state'].includes(name) && meaningsOf(name).length > 0);
