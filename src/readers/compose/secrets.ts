/** Words that end the name of a variable which holds a secret. */
const SECRET_WORD = /(?:^|_)(?:passwords?|passwd|passphrase|pwd|pass|secrets?|tokens?|credentials?)$/;
/** `KEY` alone may be anything; with these before it, it is a secret. */
const SECRET_KEY = /(?:^|_)(?:api|apikey|secret|private|access|auth|app|jwt|encryption|encrypt|signing|sign|master|session|cookie|crypt|hash|account|storage|client|service|admin|root|ssh|tls|ssl|base|rails_master|license|webhook)_?keys?(?:_base)?$/;
/** A switch or a description, whatever its last word. */
const NO_SECRET = /(?:^|_)(?:allow|random|enable|disable|require|use|has|no|empty|public|file|path|name|id)(?:_|$)/;
const SWITCH = /^(?:true|false|yes|no|on|off|none|null)?$/i;

/** Whether a variable of that name holds a secret: `DB_PASSWORD`, `SECRET_KEY_BASE`, `jwtSecret`; not `PASSWORD_FILE`. */
export function isSecretName(name: string): boolean {
  const words = name.slice(0, 200).replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return (SECRET_WORD.test(words) || SECRET_KEY.test(words) || words === 'pgpassword' || words === 'mysql_pwd' || words.endsWith('password')) && !NO_SECRET.test(words);
}

/** Whether a text can be a secret: no switch, and no path of a file that holds it. */
export const isSecretValue = (text: string): boolean => !SWITCH.test(text) && !/^(?:\/run\/secrets\/|\/etc\/|\/var\/)/.test(text) && !/^\$\{?[A-Za-z_]/.test(text);

const IN_URL = /((?<=[A-Za-z0-9+.-]):\/\/[^\s/:@'"]{0,200}:)((?!\$)[^\s/@'"]{1,200})@/g;
const IN_PAIRS = /((?:^|[;&?\s"'])(?:password|pwd|passwd|secret|token|sslpassword|accountkey)\s{0,3}=\s{0,3})((?!\$)[^;&\s"']{1,200})/gi;
const IN_FLAGS = /((?:^|\s)--?(?:requirepass|masterauth|password|pass|passwd|token|secret|secret-key|api-key)[= ]["']?)((?!\$)[^\s"']{1,200})/gi;
const IN_CLIENTS = /((?:^|\s)(?:mysql|mysqladmin|mariadb|mariadb-admin|mysqldump)\s[^\n]{0,200}?\s-p)((?!\$)[^\s"']{1,200})/g;
const IN_REDIS = /((?:^|\s)redis-cli\s[^\n]{0,200}?\s?(?:-a|--pass)\s{1,3}["']?)((?!\$)[^\s"']{1,200})/g;

/** A text without the secrets that stand in its URLs, key-value pairs and flags. */
export const masked = (text: string): string => [IN_URL, IN_PAIRS, IN_FLAGS, IN_CLIENTS, IN_REDIS].reduce((before, pattern) => before.replace(pattern, (_whole, start: string) => `${start}***${pattern === IN_URL ? '@' : ''}`), text.slice(0, 4000));

/** Whether a text holds a password that can be read there: not one that a variable brings in. */
export const hasPlainPassword = (text: string): boolean =>
  [...text.slice(0, 4000).matchAll(IN_URL), ...text.slice(0, 4000).matchAll(IN_PAIRS)].some(([, , secret = '']) => !secret.startsWith('$') && !secret.startsWith('*') && !secret.startsWith('<'));
