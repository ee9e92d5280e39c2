/**
 * How quantities and texts are spelled in a profile: one list behind the schema (so editors flag
 * what the loader refuses), the parsers and their messages. Texts are allowed by pattern, never
 * forbidden by character: what is not listed here cannot reach a rendered file.
 */

/** Sizes are binary whatever their spelling: PostgreSQL, Docker and nginx all read `MB`, `m` and `MiB` as 1024 * 1024. */
export const SIZE = '^[0-9]+(\\.[0-9]+)? ?([kKmMgGtTpP]([iI]?[bB]|[iI])?|[bB])$';
/** A time with its unit; `m` is minutes, as in nginx. */
export const TIME = '^[0-9]+(\\.[0-9]+)? ?(ms|s|min|m|h|d)$';
/** CPU cores, or thousandths of one: `500m`. */
export const CORES = '^[0-9]+(\\.[0-9]+)?m?$';
/** A rate per second unless it says `/min`. */
export const RATE = '^[0-9]+(\\.[0-9]+)?(r?/(s|min|m))?$';
/** A share as a number or in percent. */
export const RATIO = '^-?[0-9]+(\\.[0-9]+)?%?$';
/** A whole number. */
export const COUNT = '^-?[0-9]+$';

/** A text that is allowed by its pattern, and what to call it. */
export interface Spelling {
  readonly pattern: string;
  readonly expected: string;
}

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST = `${LABEL}(?:\\.${LABEL})*`;
const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}`;
const REFERRERS = 'no-referrer|no-referrer-when-downgrade|origin|origin-when-cross-origin|same-origin|strict-origin|strict-origin-when-cross-origin|unsafe-url';
const IMAGE_PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const IMAGE: Spelling = {
  pattern: `^(?=.{1,255}$)(?:${LABEL}(?:\\.${LABEL})+(?::[0-9]{1,5})?/|${LABEL}:[0-9]{1,5}/)?${IMAGE_PART}(?:/${IMAGE_PART})*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
  expected: 'a container image such as registry.example.com/shop/api:1.4',
};

/** The name of a stack. */
export const STACK_NAME = { pattern: '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$', expected: 'a plain name (a-z, 0-9 and -, at most 40 characters)' } as const satisfies Spelling;
/** The name of a component: it becomes a host name, a service and a database role. */
export const COMPONENT_NAME = { pattern: '^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$', expected: 'a plain name that begins with a letter (a-z, 0-9 and -, at most 40 characters)' } as const satisfies Spelling;
/** The path of a route. */
export const ROUTE_PATH = { pattern: '^(?=.{1,200}$)(?!.*/\\.\\.?(?:/|$))/(?:[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*/?)?$', expected: 'a path such as /feed (letters, digits and . _ ~ - between slashes)' } as const satisfies Spelling;
/** The name of a request of the scenario. */
export const REQUEST_NAME = { pattern: '^[A-Za-z0-9/][A-Za-z0-9_./~-]{0,99}$', expected: 'a name such as search or new-item (letters, digits and _ . / ~ -, at most 100 characters)' } as const satisfies Spelling;
/** Path and query of a request: the characters of a URL, and placeholders for numbers. */
export const REQUEST_PATH = {
  pattern: "^(?=.{1,1000}$)/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\\[\\]-]|%[0-9A-Fa-f]{2}|\\{[0-9]{1,9}\\.\\.[0-9]{1,9}\\})*$",
  expected: 'a path such as /items/{1..100000} or /search?q=tea (characters of a URL, others as %20)',
} as const satisfies Spelling;
/** The name of a header. */
export const HEADER_NAME = { pattern: '^[A-Za-z][A-Za-z0-9-]{0,63}$', expected: 'letters, digits and -' } as const satisfies Spelling;
/** The value of a header. */
export const HEADER_VALUE = { pattern: '^[!-~](?:[ -~]{0,998}[!-~])?$', expected: 'a text of ASCII characters without blanks around it' } as const satisfies Spelling;
/** A built-in profile, or a path to another. */
export const BASE = { pattern: '^(?!/)[\\p{L}\\p{N}._@+~ /-]{1,400}$', expected: 'the name of a built-in profile or a relative path to a profile' } as const satisfies Spelling;

/** The texts of settings, by the setting's id without its component. */
export const TEXTS = {
  'component.version': { pattern: '^[0-9]{1,3}(?:\\.[0-9]{1,4}){0,2}$', expected: 'a version such as 18 or 1.30' },
  'component.image': IMAGE,
  'component.base_image': IMAGE,
  'component.builder_image': IMAGE,
  'component.build.context': { pattern: '^[A-Za-z0-9._@+/-]{1,400}$', expected: 'a path such as ../.. or ../../api (letters, digits and . _ @ + - between slashes)' },
  'component.build.dockerfile': { pattern: '^[A-Za-z0-9._@+/-]{1,400}$', expected: 'a path such as api/Dockerfile (letters, digits and . _ @ + - between slashes)' },
  'component.migrate': { pattern: '^[A-Za-z0-9 _.,:/+*@%()\\[\\]=!-]{1,200}$', expected: 'a word of a command (letters, digits, spaces and _ . , : / + * @ % ( ) [ ] = ! -)' },
  'component.app': { pattern: '^[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*(?::[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*(?:\\(\\))?)?$', expected: 'a Python module and a name in it, such as app:app or shop.main:create_app()' },
  'component.command': { pattern: '^[A-Za-z0-9 _.,:/+*@%()\\[\\]=!-]{1,200}$', expected: 'a word of a command (letters, digits, spaces and _ . , : / + * @ % ( ) [ ] = ! -)' },
  'component.external': { pattern: `^(?=.{1,260}$)${HOST}:[0-9]{1,5}$`, expected: 'a host and port such as db.example.com:5432' },
  'profile.domain': { pattern: `^(?=.{1,253}$)${HOST}$`, expected: 'a host name such as shop.example.com' },
  'profile.published_address': { pattern: `^${IPV4}$`, expected: 'an IPv4 address such as 127.0.0.1' },
  'profile.session_cookies': { pattern: '^[A-Za-z0-9_.-]{1,100}$', expected: 'the name of a cookie (letters, digits and _ . -)' },
  'profile.trusted_proxies': { pattern: `^(?:${IPV4}/(?:3[0-2]|[12]?[0-9])|[0-9A-Fa-f:]{2,39}/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))$`, expected: 'a network such as 10.0.0.0/8' },
  'headers.content_security_policy': { pattern: "^(?!true$)[A-Za-z][A-Za-z0-9 _.,:/;='*+?&%@()!~-]{0,3000}$", expected: "a policy such as default-src 'self'; frame-ancestors 'none', or false" },
  'headers.cross_origin_embedder_policy': { pattern: '^(?:require-corp|credentialless|unsafe-none|false)$', expected: 'require-corp, credentialless, unsafe-none or false' },
  'headers.cross_origin_opener_policy': { pattern: '^(?:same-origin|same-origin-allow-popups|noopener-allow-popups|unsafe-none|false)$', expected: 'same-origin, same-origin-allow-popups, noopener-allow-popups, unsafe-none or false' },
  'headers.cross_origin_resource_policy': { pattern: '^(?:same-origin|same-site|cross-origin|false)$', expected: 'same-origin, same-site, cross-origin or false' },
  'headers.permissions_policy': { pattern: '^(?:false|[a-z][a-z0-9-]*=[A-Za-z0-9 _.,:/=*()"-]{1,3000})$', expected: 'a policy such as camera=(), geolocation=(self), or false' },
  'headers.referrer_policy': { pattern: `^(?:${REFERRERS}|false)$`, expected: 'a policy such as no-referrer or strict-origin-when-cross-origin, or false' },
  'headers.strict_transport_security': { pattern: '^(?:max-age=[0-9]{1,10}(?:; includeSubDomains)?(?:; preload)?|false)$', expected: 'max-age in seconds such as max-age=31536000; includeSubDomains, or false' },
  'headers.x_content_type_options': { pattern: '^(?:nosniff|false)$', expected: 'nosniff or false' },
  'headers.x_frame_options': { pattern: '^(?:DENY|SAMEORIGIN|false)$', expected: 'DENY, SAMEORIGIN or false' },
  'route.allow_origins': { pattern: `^(?:\\*|https?://${HOST}(?::[0-9]{1,5})?)$`, expected: 'a site such as https://shop.example.com, or *' },
  'cluster.gateway': { pattern: `^(?=.{1,253}$)(?:${LABEL}/)?${LABEL}$`, expected: 'the name of a Gateway, or namespace/name' },
  'cluster.ingress_class': { pattern: `^(?=.{1,253}$)${HOST}$`, expected: 'the name of an IngressClass' },
  'cluster.storage_class': { pattern: `^(?=.{1,253}$)${HOST}$`, expected: 'the name of a StorageClass' },
  'profile.without': { pattern: COMPONENT_NAME.pattern, expected: 'the name of a component' },
  'redis.save': { pattern: '^(?:[0-9]{1,9} [0-9]{1,9}(?: [0-9]{1,9} [0-9]{1,9}){0,9})?$', expected: 'pairs of seconds and changes such as 3600 1' },
} as const satisfies Readonly<Record<string, Spelling>>;

/** Every other text, such as PostgreSQL's: what its parameters need, without quotes, `;`, `#`, `$`, braces, backslashes and line breaks. */
export const OTHER_TEXT = { pattern: '^[A-Za-z0-9 _.,:/+*@%()\\[\\]=!-]{0,200}$', expected: 'a text of letters, digits, spaces and _ . , : / + * @ % ( ) [ ] = ! -' } as const satisfies Spelling;
