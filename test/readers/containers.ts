import type { SourceTree, Word } from '../../src/model/source.ts';
import { treeOf } from '../../src/model/source.ts';
import type { RunningContainer, Surroundings } from '../../src/readers/inside/running.ts';

const AT = { file: 'compose.yaml', line: 1, column: 1 };
const word = (text: string): Word => ({ text, at: AT });

/** What a test says of a container; the rest is empty. */
export interface Given {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Texts by their absolute path in the container; their path in the tree is the same without the first slash. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A container of a test. */
export function running({ image, command = [], entrypoint = [], environment = {}, files = {} }: Given): RunningContainer {
  const paths = Object.keys(files).sort();
  return {
    component: 'one', at: AT, ...(image === undefined ? {} : { image: word(image) }),
    command: command.map(word), entrypoint: entrypoint.map(word), environment: new Map(Object.entries(environment).map(([name, text]) => [name, word(text)])),
    unresolved: new Map(), files: paths, file: (path) => (Object.hasOwn(files, path) ? { path: path.slice(1), text: files[path] ?? '' } : undefined),
  };
}

/** An empty tree around it. */
export const nowhere: Surroundings = { tree: treeOf({}) as SourceTree };
