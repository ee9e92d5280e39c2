import type { Entry } from '../../src/model/entry.ts';
import type { RenderedFile } from '../../src/model/target.ts';

/** A number that a file holds, and the line it stands in. */
export interface Found {
  readonly number: string;
  readonly line: string;
}

/**
 * Numbers that are structure: protocol and API versions, addresses of the loopback and of the
 * resolvers of Docker and of a Kubernetes node, status codes that a directive is about, file modes, the versions of comments' sources.
 */
const STRUCTURE: readonly RegExp[] = [
  /HTTP\/[0-9.]+|proxy_http_version 1\.1/g,
  /TLSv1\.[0-9]|X25519\S*|prime256v1|secp384r1|ECDHE\S*|SHA\d+|sha-?256|AES\d+\S*|CHACHA20\S*|POLY1305/gi,
  /\b(?:127(?:\.\d+){3}|169\.254\.20\.10|0\.0\.0\.0|::1|::)(?:\/\d+)?/g,
  /\b(?:apiVersion|apiGroup): \S+/g,
  /http_(?:429|500|502|503|504)|\b(?:200|206|304|404) (?:yes|"ok|\d)|\breturn (?:204|404|444|308|301|502)\b|error_page 502\b|proxy_cache_valid 404|statusCode(?:===200|<500)/g,
  /levels=1:2/g,
  /\butf-?8\b/gi,
  // Percentiles, and the addresses of simulated users.
  /\bp\(\d+\)|histogram_quantile\([0-9.]+|get_response_time_percentile\([0-9.]+\)|\b198(?:\.18|\.%d|, 18).*$/g,
];

const COMMENTS: Readonly<Record<string, RegExp>> = {
  properties: /^\s*#.*$/gm,
  conf: /^\s*#.*$/gm, ini: /^\s*;.*$/gm, yml: /(^|\s)#.*$/gm, 
  // ConfigMaps hold the other files, with their comments.
  yaml: /(^|\s)#.*$|^\s*(?:\/\/|\/?\*|--).*$/gm,
  env: /^\s*#.*$/gm, Dockerfile: /^#.*$/gm, sql: /--.*$/gm, mjs: /\/\*[\s\S]*?\*\/|\/\/.*$/gm, js: /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
  py: /"""[\s\S]*?"""|^\s*#.*$/gm, lua: /^\s*--.*$/gm,
};

/** The numbers of a file outside its comments, less what is structure. plan.json and SIZING.md are the entries themselves; of a dashboard most is places and sizes on the screen. */
export function numbersIn(file: RenderedFile): readonly Found[] {
  if (/\.(json|md)$|\.gitignore$|\/dashboard\.yaml$/.test(file.path)) return [];
  const kind = file.path.startsWith('_nginx') ? 'conf' : file.path.startsWith('_server') || file.path === 'server' ? 'mjs' : file.path === 'nginx' ? 'conf' : (file.path.split(/[./]/).at(-1) ?? '');
  const text = file.text.replace(COMMENTS[kind] ?? /$^/, '');
  return text.split('\n').flatMap((line) => {
    const bare = STRUCTURE.reduce((rest, pattern) => rest.replace(pattern, ' '), line);
    return [...bare.matchAll(/(?<![\p{L}\p{N}_.$-])-?\d+(?:\.\d+)?(?![\p{N}_.])/gu)].map(([number]) => ({ number: number.replace(/^-/, ''), line: line.trim().slice(0, 120) }));
  });
}

/** Every way in which the values of entries may be spelled, in any unit of any format. */
export function spellingsOf(entries: readonly Entry[]): ReadonlySet<string> {
  const known = new Set<string>(['0', '1']);
  const add = (value: number): void => void known.add(String(Math.round(value * 1e6) / 1e6));
  for (const { value, setting, subject } of entries) {
    if (typeof value === 'number') {
      const divisors = { bytes: [1, 1024, 1024 ** 2, 1024 ** 3, 1024 ** 4], milliseconds: [1, 1000, 60_000, 3_600_000, 86_400_000], millicores: [1, 10, 1000] }[setting.unit as string] ?? [1];
      for (const divisor of divisors) if (Math.abs((value / divisor) * 1000 - Math.round((value / divisor) * 1000)) < 1e-6) add(Math.abs(value / divisor));
      if (setting.unit === 'per-second') add(value * 60);
      if (setting.unit === 'ratio') add(value * 100);
    }
    for (const text of [String(value), subject ?? '']) for (const [number] of text.matchAll(/\d+(?:\.\d+)*/g)) known.add(number);
  }
  return known;
}
