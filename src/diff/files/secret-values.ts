const SECRET = /^kind: *["']?Secret["']? *$/m;
const VALUES = /^(?:data|stringData): *$/;

/** The text of manifests with the values of their Secrets struck out; their keys stay. */
export const withoutSecretValues = (text: string): string => (SECRET.test(text) ? text.split(/^(?=---)/m).map((document) => (SECRET.test(document) ? struckOut(document) : document)).join('') : text);

function struckOut(document: string): string {
  let within = false;
  return document
    .split('\n')
    .map((line) => {
      if (/^\S/.test(line)) within = VALUES.test(line.trimEnd());
      return within ? line.replace(/^(\s+)(?:([^\s:#][^:]*:)\s+\S.*|[^\s:]+)$/, (_line, indent: string, key?: string) => `${indent}${key === undefined ? '' : `${key} `}***`) : line;
    })
    .join('\n');
}
