import type { SourceTree } from '../model/source.ts';
import { ask } from './box.ts';
import { answerOf, copied, copyFiles, firstLine, onlyPlaceOf, refused } from './copied.ts';
import type { Answer, Question, Validator } from './validator.ts';

/** Rules of Loki look the same and are in a language of its own. */
const isNamed = (path: string): boolean => /(?:prometheus|alert|rule)[^/]*(?:\/[^/]+)?\.ya?ml$/.test(path) && !/loki/i.test(path);
const holds = (tree: SourceTree, path: string, sections: RegExp): boolean => sections.test(tree.file(path)?.text ?? '');
const isRules = (tree: SourceTree, path: string): boolean => holds(tree, path, /^groups:/m);

/** `promtool check` on a copy of each file of Prometheus, its syntax alone: no other file is opened. */
export const promtoolValidator: Validator = {
  name: 'promtool', program: 'promtool', versionFlag: '--version', speaksFor: 'any',
  questions: (_, tree) =>
    tree.paths.filter((path) => isNamed(path) && holds(tree, path, /^(?:scrape_configs|rule_files|groups):/m)).map((path): Question => ({
      subject: path,
      ask: async (box, program) => {
        copyFiles(box, tree, [path]);
        const kind = isRules(tree, path) ? ['rules'] : ['config', '--syntax-only'];
        return answerOf(await ask(box, program, ['check', ...kind, copied(box, path)]), (output) => judged(tree, path, output));
      },
    })),
};

/** `FAILED:`, then the message, with `line 7:` or `rules.yml: 5:15:` before it where it knows the place. */
function judged(tree: SourceTree, path: string, output: string): Answer {
  const said = output.slice(output.indexOf('FAILED:') + 'FAILED:'.length);
  const [, line, message] = /^\s*line ([0-9]+): (.+)$/m.exec(said) ?? [];
  if (line !== undefined && message !== undefined) return refused(message, { file: path, line: Number(line), column: 1 });
  const [, row, column, rest] = /: ([0-9]+):([0-9]+): (.+)$/m.exec(said) ?? [];
  if (row !== undefined && rest !== undefined) return refused(rest, { file: path, line: Number(row), column: Number(column) });
  const plain = firstLine(said).replace(/^parsing YAML file [^:]*: /, '');
  return refused(plain, onlyPlaceOf(tree, path, /"([^"]+)"$/.exec(plain)?.[1] ?? ''));
}
