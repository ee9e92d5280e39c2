import { settingsOf } from '../model/setting.ts';

const headers = settingsOf('headers');
const MDN = 'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/';

/*
 * Response headers that tell browsers what a page may do. `false` sends none. What the application sends itself always wins.
 */
export const content_security_policy = headers.text('content_security_policy', { about: 'Content-Security-Policy: what pages may load and who may frame them; false for none', manual: `${MDN}Content-Security-Policy` });
export const cross_origin_embedder_policy = headers.text('cross_origin_embedder_policy', { about: 'Cross-Origin-Embedder-Policy: what pages may embed from elsewhere', manual: `${MDN}Cross-Origin-Embedder-Policy` });
export const cross_origin_opener_policy = headers.text('cross_origin_opener_policy', { about: 'Cross-Origin-Opener-Policy: which windows a page shares with others; false for none', manual: `${MDN}Cross-Origin-Opener-Policy` });
export const cross_origin_resource_policy = headers.text('cross_origin_resource_policy', { about: 'Cross-Origin-Resource-Policy: whose pages may embed answers', manual: `${MDN}Cross-Origin-Resource-Policy` });
export const permissions_policy = headers.text('permissions_policy', { about: 'Permissions-Policy: which features of the browser pages may use; false for none', manual: `${MDN}Permissions-Policy` });
export const referrer_policy = headers.text('referrer_policy', { about: 'Referrer-Policy: what other sites learn of the address that a visitor came from; false for none', manual: `${MDN}Referrer-Policy` });
export const strict_transport_security = headers.text('strict_transport_security', { about: 'Strict-Transport-Security, where the proxy ends TLS: max-age in seconds; two years where it is not stated, false for none', manual: `${MDN}Strict-Transport-Security` });
export const x_content_type_options = headers.text('x_content_type_options', { about: 'X-Content-Type-Options: whether browsers guess types; false for none', manual: `${MDN}X-Content-Type-Options` });
export const x_frame_options = headers.text('x_frame_options', { about: 'X-Frame-Options: who may frame pages, for older browsers; false for none', manual: `${MDN}X-Frame-Options` });
