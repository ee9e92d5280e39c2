import type { SourceTree } from '../model/source.ts';
import type { Stack } from '../model/stack.ts';
import { ask } from './box.ts';
import { answerOf, copied, copyFiles, refused } from './copied.ts';
import type { Answer, Question, Validator } from './validator.ts';

/** What the image has and this host has not: modules, variables, accounts, files. */
const ELSEWHERE = /^(?:ModuleNotFoundError|ImportError|KeyError|FileNotFoundError|PermissionError|NotADirectoryError)\b.*$|(?:No such user|No such group|can't chdir to|does not exist).*$/m;

/** `gunicorn --check-config` on a copy. The file is Python and is run: only asked where tools are required. */
export const gunicornValidator: Validator = {
  name: 'gunicorn', program: 'gunicorn', versionFlag: '--version', speaksFor: 'any', executes: 'it would run gunicorn.conf.py; --tools require does',
  questions: (stack, tree, files) =>
    files.filter((path) => isConfiguration(stack, path)).map((path): Question => ({
      subject: path,
      ask: async (box, program) => {
        copyFiles(box, tree, [path]);
        box.write('own/plumbline_app.py', 'def app(environ, start_response):\n    return []\n');
        const args = ['--check-config', '-c', copied(box, path), '--chdir', `${box.folder}/own`, 'plumbline_app:app'];
        return answerOf(await ask(box, program, args), (output) => judged(tree, path, output));
      },
    })),
};

const isConfiguration = ({ entries }: Stack, path: string): boolean =>
  path.endsWith('.py') && (/(?:^|\/)gunicorn[^/]*$/.test(path) || [...entries.values()].some(({ origin, setting }) => setting.kind === 'gunicorn' && origin.from === 'stated' && origin.at.file === path));

/** `Invalid value for timeout: soon`, or Python's traceback, whose last line is the message. */
function judged(tree: SourceTree, path: string, output: string): Answer {
  const elsewhere = ELSEWHERE.exec(output)?.[0];
  if (elsewhere !== undefined) return { passed: 'unknown', because: `it needs what is not here: ${elsewhere}` };
  const [invalid, setting] = /^Invalid value for ([a-z_]+): .*$/m.exec(output) ?? [];
  if (invalid !== undefined) {
    const lines = tree.file(path)?.text.split('\n') ?? [];
    const index = lines.findLastIndex((line) => new RegExp(`^\\s*${setting}\\s*=`).test(line));
    return refused(invalid, index < 0 ? undefined : { file: path, line: index + 1, column: 1 });
  }
  const line = [...output.matchAll(/^\s*File "([^"\n]*)", line ([0-9]+)/gm)].findLast(([, file]) => file === path)?.[2];
  const message = output.trimEnd().split('\n').at(-1)?.trim() ?? 'it gave no reason';
  return refused(message, line === undefined ? undefined : { file: path, line: Number(line), column: 1 });
}
