import { folderOf, type SourceFile, type SourceTree } from '../../model/source.ts';
import { readCompose } from '../compose.ts';
import type { Deployment } from '../deployment.ts';

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a file is a Dockerfile by its name. */
export const isDockerfile = (path: string): boolean => /^(Dockerfile|Containerfile)(\.[A-Za-z0-9_-]+)?$|\.Dockerfile$/.test(nameOf(path)) && !path.endsWith('.dockerignore');

/** The image of a lone Dockerfile as it starts without any option: what a Compose file of one line would build and run. */
export function dockerfileDeployment(tree: SourceTree, path: string): Deployment {
  const folder = folderOf(path);
  const virtual = `${folder === '.' ? '' : `${folder}/`}.plumbline.compose.yml`;
  const component = (folder === '.' ? '' : nameOf(folder)).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'app';
  const text = `services:\n  ${component}:\n    build: { context: ., dockerfile: ${JSON.stringify(nameOf(path))} }\n`;
  const overlay: SourceTree = { ...tree, paths: tree.paths, file: (asked): SourceFile | undefined => (asked === virtual ? { path: virtual, text } : tree.file(asked)) };
  const { containers, addresses, facts } = readCompose(overlay, [virtual], {});
  const at = { file: path, line: 1, column: 1 };
  return {
    name: path,
    containers: containers.map((container) => ({ ...container, at })),
    addresses,
    facts: {
      ...facts,
      entries: facts.entries.filter(({ origin }) => origin.from === 'stated' && origin.at.file !== virtual),
      documents: facts.documents.filter(({ file }) => file !== virtual),
      unread: facts.unread.filter((unread) => unread.at?.file !== virtual),
      problems: facts.problems.filter((problem) => problem.at?.file !== virtual),
      files: facts.files.filter((file) => file !== virtual),
    },
  };
}
