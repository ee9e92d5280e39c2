/** A word that ends like the name of a secret, and its value; a reference to one, a path or a switch is none, nor is prose or the kind in `kubectl create secret generic`. */
const SECRET = /((?:password|passwd|pwd|passphrase|requirepass|masterauth|secret|token|credentials?|apikey|[a-z0-9][_-]key)["']?(?:\s*[:=]\s*|\s+))(?!["']?(?:[$/*%{<|>`]|\(\) =>|(?:generic|tls|docker-registry|files?|of|for|to|it|is|are|in|by|that)\b[\s;,]|true\b|false\b|null\b|on\b|off\b|\d{1,3}\b|md5\b|scram))("[^"]*"|'[^']*'|[^\s,;#]+)/gi;
/** Names that only hold a secret where something is assigned to them: DB_PASS, GITHUB_PAT, SENTRY_DSN, SLACK_WEBHOOK_URL, ENCRYPTION_KEY_BASE64. */
const ASSIGNED = /((?:[_-]pass|[_-]pat|salt|[_-]dsn|webhook(?:[_-]url)?|[_-]key[_-](?:base64|base|hex))["']?\s*[:=]\s*)(?!["']?(?:[$/*{<]|\s|$))("[^"]*"|'[^']*'|[^\s,;#]+)/gi;
/** Secrets that are known by their shape: keys of GitHub, GitLab, Slack, Stripe and AWS, JSON Web Tokens, and the hashes of password files. */
const SHAPED = /\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|[rs]k_(?:live|test)_\w{8,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)|\${1,2}(?:apr1|2[aby]|5|6)\${1,2}[^\s"',;]+/g;

/** A line of a file without what its name or its shape says to be a secret. */
export const withoutSecrets = (line: string): string => line.replace(SECRET, '$1***').replace(ASSIGNED, '$1***').replace(SHAPED, '***');
