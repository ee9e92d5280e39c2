import { headerSeconds, nginxWord } from '../../formats/nginx-values.ts';
import { entryOf, partValue } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { part, type Component, type Stack } from '../../model/stack.ts';
import * as headers from '../../settings/headers.ts';
import * as nginx from '../../settings/nginx.ts';
import { tls } from '../../settings/profile.ts';
import { said, sayer, type Said } from '../said.ts';

/** A header that the proxy adds where the application sends none. */
interface Added extends Said {
  readonly name: string;
  /** The variable that holds it: its name in lower case. */
  readonly variable: string;
  /** The variables that are empty where the application says nothing of the kind. */
  readonly source: string;
}

const SENT: readonly (readonly [name: string, setting: Setting<string>])[] = [
  ['X-Content-Type-Options', headers.x_content_type_options],
  ['X-Frame-Options', headers.x_frame_options],
  ['Content-Security-Policy', headers.content_security_policy],
  ['Referrer-Policy', headers.referrer_policy],
  ['Permissions-Policy', headers.permissions_policy],
  ['Cross-Origin-Opener-Policy', headers.cross_origin_opener_policy],
  ['Cross-Origin-Embedder-Policy', headers.cross_origin_embedder_policy],
  ['Cross-Origin-Resource-Policy', headers.cross_origin_resource_policy],
];

/** The security headers of every answer, in the order in which they are sent. */
export const securityHeadersOf = (plan: Stack): readonly Added[] => SENT.flatMap(([name, setting]) => addedOf(plan, name, setting) ?? []);

function addedOf(plan: Stack, name: string, setting: Setting<string>): Added | undefined {
  const entry = entryOf(plan, part(setting.kind), setting);
  if (entry === undefined || entry.value === NONE) return undefined;
  const own = `$upstream_http_${setting.name}`;
  // Our policy only repeats X-Frame-Options: it must not weaken the application's own.
  const also = setting === headers.content_security_policy && entry.origin.from === 'rule' ? `$upstream_http_${headers.x_frame_options.name}` : '';
  return { name, variable: setting.name, source: `${own}${also}`, ...said(entry, nginxWord) };
}

/** How a profile says that a header is not sent. */
const NONE = 'false';

/** How long browsers shall insist on TLS; `false` without it. */
export function hstsOf(plan: Stack, proxy: Component): Said | false {
  const stated = entryOf(plan, part(headers.strict_transport_security.kind), headers.strict_transport_security);
  if (partValue(plan, tls) !== true || stated?.value === NONE) return false;
  if (stated !== undefined) return said(stated, nginxWord);
  const { value, why } = sayer(plan, proxy)(nginx.hsts_max_age, headerSeconds);
  return { value: `"max-age=${value}"`, why };
}
