import { composeFile, fieldsOf, type ComposeNode, type ComposeProject } from '../formats/compose-file.ts';
import { documentsOf } from '../model/document.ts';
import type { Position } from '../model/entry.ts';
import { folderOf } from '../model/source.ts';
import { PROJECT } from '../model/stack.ts';
import { ask, type Box, type Said } from './box.ts';
import { answerOf, copied, copyFiles, firstLine, refused } from './copied.ts';
import type { Answer, Question, Validator } from './validator.ts';

/** Words about variables that nothing in the tree sets: what is refused then may be right where they are set. */
const UNSET = /variable is not set|is missing a value/;
/** Words about what this host has not: a docker with Compose, files that git leaves out, what lies elsewhere. */
const ELSEWHERE = /^.*(?:is not a docker command|unknown command|unknown (?:shorthand )?flag|no such file or directory|remote resource is disabled).*$/im;

/** `docker compose config` on a copy of the files that the project is read from; `docker-compose` may be named in its place. */
export const composeValidator: Validator = {
  name: 'docker compose', program: 'docker', versionFlag: '--version', speaksFor: 'any',
  questions: (stack, tree, files) =>
    documentsOf(stack.documents, PROJECT.name, composeFile).map(({ content }): Question => ({
      subject: stack.name,
      ask: async (box, program) => {
        // A Compose stack is called as its files are, in the order of merging.
        const paths = stack.name.split(' + ');
        const folder = folderOf(paths[0] ?? '');
        copyFiles(box, tree, [...files, folder === '.' ? '.env' : `${folder}/.env`]);
        const before = /(?:^|\/)docker-compose[^/]*$/.test(program) ? [] : ['compose'];
        const config = (more: readonly string[]): Promise<Said> => ask(box, program, [...before, ...namedFiles(box, paths), '--project-name', 'plumbline', 'config', '--quiet', ...more]);
        const said = await config([]);
        if (said.code === 0 || !UNSET.test(said.output)) return answerOf(said, (output) => judged(content, output));
        const plain = answerOf(await config(['--no-interpolate']), (output) => judged(content, output));
        return plain.passed === true ? { passed: 'unknown', because: 'it needs variables that nothing in the tree sets' } : plain;
      },
    })),
};

const namedFiles = (box: Box, paths: readonly string[]): readonly string[] => paths.flatMap((path) => ['-f', copied(box, path)]);

function judged({ project }: ComposeProject, output: string): Answer {
  const elsewhere = ELSEWHERE.exec(output)?.[0];
  if (elsewhere !== undefined) return { passed: 'unknown', because: elsewhere.trim().replace(/: stat .*/, '') };
  const lines = output.split('\n').filter((line) => !line.startsWith('time=') && !line.startsWith('decoding failed due to'));
  const message = firstLine(lines.join('\n')).replace(/^validating [^:]*: /, '').replace(/: invalid compose project$/, '');
  return refused(message, placeIn(project, message));
}

/** Where the project has what a message names: `services.web.ports`, `services[web].mem_limit`, `service "web"`, and a last word inside of it. */
function placeIn(project: ComposeNode, message: string): Position | undefined {
  const path = /(?:services|networks|volumes|configs|secrets)(?:\.[\w.-]+|\[[\w.-]+\][\w.]*)/.exec(message)?.[0].replace(/\[([^\]]+)\]/, '.$1') ?? /service "([^"]+)"/.exec(message)?.[1]?.replace(/^/, 'services.');
  if (path === undefined) return undefined;
  let [node, place]: readonly [ComposeNode | undefined, Position | undefined] = [project, undefined];
  for (const key of path.split('.')) {
    const field = fieldsOf(node).get(key);
    if (field === undefined) break;
    [node, place] = [field.value, field.at];
  }
  const named = /property (\S+) is not allowed|'([^']+)' not allowed|undefined \w+ "?([^\s"]+)"?/i.exec(message)?.slice(1).find((word) => word !== undefined);
  return (named === undefined ? undefined : placeOfWord(node, named)) ?? place;
}

/** Where a key or a text stands first in a part of a project. */
function placeOfWord(node: ComposeNode | undefined, word: string): Position | undefined {
  if (node?.kind === 'text') return node.text.split(':')[0] === word ? node.at : undefined;
  if (node?.kind === 'items') return node.items.map((item) => placeOfWord(item, word)).find((at) => at !== undefined);
  const fields = [...fieldsOf(node).values()];
  return fields.find(({ key }) => key === word)?.at ?? fields.map(({ value }) => placeOfWord(value, word)).find((at) => at !== undefined);
}
