import type { Position } from '../model/entry.ts';
import { positionIn } from '../model/source.ts';
import { composeNode, fieldsOf, itemsOf, mergedIn, textOf, under, type ComposeNode, type ComposeProject } from '../formats/compose-file.ts';
import type { Tree } from '../formats/yaml-tree.ts';

/** Variables that a service loses because its own `environment` stands beside a merged one. */
export interface Lost {
  readonly service: string;
  readonly names: readonly string[];
  readonly at: Position;
}

const pairIn = (tree: Tree | undefined, key: string) => (tree?.kind === 'mapping' ? tree.pairs.find((pair) => pair.key === key) : undefined);

/** The names of variables in a mapping or a list. */
const namesOf = (environment: ComposeNode | undefined): readonly string[] =>
  environment?.kind === 'group' ? [...fieldsOf(environment).keys()] : itemsOf(environment).flatMap((item) => textOf(item)?.split('=')[0] ?? []);

/** Whether a file of the project takes a service away: `!reset`. */
const isTakenAway = (sources: ComposeProject['sources'], service: string): boolean => sources.some(({ tree }) => pairIn(pairIn(tree, 'services')?.value, service)?.value.tag === '!reset');

/** Services whose own `environment` replaces that of the mapping which they merge. */
export const lostVariables = ({ sources, project }: ComposeProject): readonly Lost[] => sources.flatMap(({ file, tree }) => {
  const services = pairIn(tree, 'services')?.value;
  return (services?.kind === 'mapping' ? services.pairs : []).flatMap(({ key, value }): readonly Lost[] => {
    const own = pairIn(value, 'environment');
    const bases = mergedIn(value);
    if (own === undefined || bases.length === 0 || (under(project, 'services', key) === undefined && isTakenAway(sources, key))) return [];
    const kept = new Set(namesOf(composeNode(file, own.value)));
    const names = [...new Set(bases.flatMap((base) => namesOf(under(composeNode(file, base), 'environment'))))].filter((name) => !kept.has(name));
    return names.length === 0 ? [] : [{ service: key, names, at: positionIn(file, own.at.line, own.at.column) }];
  });
});
