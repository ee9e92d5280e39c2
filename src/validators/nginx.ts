import { nginxConfig, type NginxConfig } from '../formats/nginx-config.ts';
import { placeOf, type Directive } from '../formats/nginx-syntax.ts';
import { documentsOf } from '../model/document.ts';
import type { Position } from '../model/entry.ts';
import { ask } from './box.ts';
import { mapArguments } from './nginx/arguments.ts';
import { copyOf, located, type Copy, type Validator } from './validator.ts';

/** `nginx -t` on a copy: includes in place, names of neighbours, paths, ports and certificates replaced. */
export const nginxValidator: Validator = {
  name: 'nginx', program: 'nginx', versionFlag: '-v', speaksFor: 'newer',
  questions: (stack) =>
    stack.components.flatMap((component) =>
      documentsOf(stack.documents, component.name, nginxConfig).map(({ file, content }) => ({
        subject: file,
        ...(content.version === undefined ? {} : { version: content.version }),
        ask: async (box, program) => {
          const copy = nginxCopy(content, box.folder);
          const { code, output, late } = await ask(box, program, ['-t', '-e', 'stderr', '-p', `${box.folder}/`, '-c', box.write('nginx.conf', copy.text)]);
          if (code === 0) return { passed: true };
          const [, said, line] = /\[emerg\] (?:[0-9]+#[0-9]+: )?(.*?)(?: in nginx\.conf:([0-9]+))?$/m.exec(output) ?? [];
          if (said === undefined) return { passed: 'unknown', because: late ? 'it took too long' : 'it gave no reason' };
          return located(copy, said, line === undefined ? undefined : Number(line));
        },
      })),
    ),
};

/** The configuration as one file, a directive in each line. */
function nginxCopy(config: NginxConfig, folder: string): Copy {
  const upstreams = new Set<string>();
  const collect = (directives: readonly Directive[]): void => directives.forEach(({ name, args, block }) => {
    if (name === 'upstream') upstreams.add(args[0]?.text ?? '');
    else if (block !== undefined && (name === 'http' || name === 'stream')) collect(block);
  });
  collect(config.main);
  const lines: (readonly [string, Position | undefined])[] = [[`pid ${folder}/nginx.pid;`, undefined]];
  const print = (directives: readonly Directive[], depth: number): void => directives.forEach((directive) => {
    const args = mapArguments(directive, { folder, upstreams });
    if (args === undefined) return;
    const head = [directive.name, ...args].map(spelled).join(' ');
    if (directive.raw !== undefined) return;
    lines.push([`${head}${directive.block === undefined ? ';' : ' {'}`, placeOf(directive)]);
    if (directive.block === undefined) return;
    if (directive.name === 'http' && depth === 0) for (const own of ownPlaces(directive.block, folder)) lines.push([own, undefined]);
    if (depth < 50) print(directive.block, depth + 1);
    lines.push(['}', placeOf(directive)]);
  });
  print(config.main, 0);
  return copyOf(lines);
}

/** What nginx would otherwise open where it was installed to; these modules are in every official build. */
const ownPlaces = (http: readonly Directive[], folder: string): readonly string[] =>
  [['access_log', 'off'], ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => [`${name}_temp_path`, `${folder}/${name}`] as const)]
    .filter(([name]) => http.every((directive) => directive.name !== name))
    .map((words) => `${words.join(' ')};`);

/** An argument in nginx's spelling; what it would split or end is put in quotes. */
const spelled = (text: string): string => (text !== '' && /^[^\s;{}"'\\#$]+$/.test(text) ? text : `"${text.replace(/["\\]/g, (character) => `\\${character}`).replaceAll('\n', '\\n')}"`);
