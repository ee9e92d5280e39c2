import { documentsOf } from '../model/document.ts';
import type { Position } from '../model/entry.ts';
import type { SourceFile } from '../model/source.ts';
import { PROJECT, type Stack } from '../model/stack.ts';
import { at, kubernetesObjects, objectOf, placed, type Node } from '../formats/kubernetes-object.ts';
import { parseDocuments } from '../formats/yaml-tree.ts';
import { ask, type Said } from './box.ts';
import { answerOf, copied, copyFiles, firstLine, refused } from './copied.ts';
import type { Answer, Question, Validator } from './validator.ts';

const SCHEMAS = 'PLUMBLINE_KUBECONFORM_SCHEMAS';

/** What kubeconform says of one object. */
interface Resource {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly msg: string;
}

/** `kubeconform -strict`; it fetches schemas unless a folder of them is named, so that without one it is not asked. */
export const kubeconformValidator: Validator = {
  name: 'kubeconform', program: 'kubeconform', versionFlag: '-v', speaksFor: 'any',
  questions: (stack, tree) =>
    manifestsOf(stack).map((path): Question => ({
      subject: path,
      ask: async (box, program) => {
        const schemas = process.env[SCHEMAS];
        if (schemas === undefined || schemas === '' || /^[a-z]+:\/\/|^default$/.test(schemas)) return { passed: 'unknown', because: `it would fetch schemas; name a folder of them with ${SCHEMAS}` };
        copyFiles(box, tree, [path]);
        return judged(tree.file(path), await ask(box, program, ['-strict', '-verbose', '-ignore-missing-schemas', '-output', 'json', '-schema-location', schemas, copied(box, path)]));
      },
    })),
};

/** The files that objects of the stack begin in: what a kustomization lists as a patch is no whole object. */
const manifestsOf = ({ documents }: Stack): readonly string[] =>
  [...new Set(documentsOf(documents, PROJECT.name, kubernetesObjects).flatMap(({ content }) => content.map(({ tree }) => tree.at.file)))].filter((path) => !/(?:^|\/)kustomization(?:\.ya?ml)?$/i.test(path));

function judged(file: SourceFile | undefined, said: Said): Answer {
  const resources = resourcesIn(said.output);
  const wrong = resources.find(({ status }) => status === 'statusInvalid' || status === 'statusError');
  if (wrong === undefined) {
    const skipped = resources.filter(({ status }) => status === 'statusSkipped');
    const nothing = skipped.length > 0 && skipped.length === resources.length;
    return nothing ? { passed: 'unknown', because: `${SCHEMAS} has no schema that it can read of ${[...new Set(skipped.map(({ kind }) => kind))].join(', ')}` } : answerOf(said, (output) => refused(firstLine(output), undefined));
  }
  const [, path, message] = /'([^']*)' does not validate with .*?: ([^\n]+)/.exec(wrong.msg) ?? [];
  const line = /\n\s*line ([0-9]+): ([^\n]+)/.exec(wrong.msg);
  if (file === undefined) return refused(message ?? wrong.msg, undefined);
  if (path === undefined || message === undefined) return refused(line?.[2] ?? wrong.msg, objectPlace(file, wrong, ''));
  return refused(`${wrong.kind}/${wrong.name}${path.replaceAll('/', '.').replace('.', ' ')}: ${message}`, objectPlace(file, wrong, `${path}/${/'([^']+)' not allowed/.exec(message)?.[1] ?? ''}`));
}

function resourcesIn(output: string): readonly Resource[] {
  try {
    const { resources }: { readonly resources?: unknown } = JSON.parse(output);
    return Array.isArray(resources) ? resources : [];
  } catch {
    return [];
  }
}

/** Where an object has the value at a JSON pointer; as much of it as is there. */
function objectPlace(file: SourceFile, { kind, name }: Resource, pointer: string): Position {
  const trees = parseDocuments(file.text).documents.map((tree) => placed(tree, file));
  const tree = trees.find((one) => objectOf(one)?.kind === kind && objectOf(one)?.name === name) ?? trees[0];
  let place: Position = tree?.at ?? { file: file.path, line: 1, column: 1 };
  let node: Node | undefined = tree;
  for (const key of pointer.split('/').filter((part) => part !== '').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))) {
    const pair: Position | undefined = node?.kind === 'mapping' ? node.pairs.find((one) => one.key === key)?.at : undefined;
    node = at(node, node?.kind === 'sequence' ? Number(key) : key);
    place = pair ?? node?.at ?? place;
  }
  return place;
}
