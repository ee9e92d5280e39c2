import { decide, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import * as headers from '../../settings/headers.ts';

/** What a proxy sends where nothing else is stated; without a proxy nobody would. */
const sent = (header: Setting<string>, value: string, because: string, source: string): Rule => ({
  ...decide(header, value, because, source),
  when: (stack) => stack.components.some(({ kind }) => kind === 'nginx'),
});

/**
 * What the proxy says where the application is silent: what breaks neither an API nor a page of Next.js. A policy for scripts needs
 * nonces that only the application can make, and the two policies for embedding (COEP, CORP) break pages that show pictures of
 * others, or are shown by others: these are sent where a profile states them.
 */
export const headerRules: readonly Rule[] = [
  sent(headers.content_security_policy, "frame-ancestors 'self'", 'What a page loads only the application knows: no script or style is forbidden here, only being framed, as X-Frame-Options does for older browsers.', 'W3C, Content Security Policy 3: frame-ancestors; nextjs.org: its inline scripts need nonces'),
  sent(headers.cross_origin_opener_policy, 'same-origin-allow-popups', 'Windows that a page opens itself, such as for a sign-in elsewhere, stay usable.', 'HTML, cross-origin opener policies'),
  sent(headers.permissions_policy, 'browsing-topics=(), camera=(self), geolocation=(self), microphone=(self)', 'The pages themselves may ask for these, frames of others in them may not.', 'W3C, Permissions Policy'),
  sent(headers.referrer_policy, 'strict-origin-when-cross-origin', 'Other sites learn the site that a visitor came from, not the page.', 'default of browsers, stated for old ones'),
  sent(headers.x_content_type_options, 'nosniff', 'What is uploaded as a picture is not run as a script.', 'OWASP Secure Headers'),
  sent(headers.x_frame_options, 'SAMEORIGIN', 'Pages of other sites do not frame ours, and so cannot lead clicks astray.', 'OWASP Secure Headers'),
];
