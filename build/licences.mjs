// The licences of the packages whose code the bundles hold: they ask to be shipped with it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a package's code may be shipped under, as SPDX says it: each asks for its text to come along, and for nothing else. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'Zlib'];

/** Writes the licences of the packages named in esbuild's metafiles; one that is not permissive, or without its text, ends the build. */
export function writeLicences(root, metafiles, path) {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)).flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  const parts = new Map([...folders].map((folder) => licenceOf(join(root, folder), root)).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `# Licences of what the bundles hold\n\n${[...parts].map(([title, text]) => `## ${title}\n\n${text}\n`).join('\n')}`);
}

/** A package as a title, which names its licence, and the texts that it ships about it. */
function licenceOf(folder, root) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const title = `${name} ${version} (${license})`;
  // `(MIT AND Zlib)`: all of them have to be permissive.
  const ids = String(license).replace(/[()]/g, '').split(/ (?:AND|OR) /);
  if (!ids.every((id) => PERMISSIVE.includes(id))) throw new Error(`${title}: expected one of ${PERMISSIVE.join(', ')}`);
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length > 0) return [title, texts.join('\n\n')];
  if (license !== 'Apache-2.0') throw new Error(`${title}: ${folder} has no text of its licence`);
  // Apache-2.0 is one text for everybody, and names nobody: a package that ships none gets that of another.
  return [title, `Copyright ${author}\n\n${readFileSync(join(root, 'node_modules/constructs/LICENSE'), 'utf8').trim()}`];
}
