import type { Position } from '../model/entry.ts';
import { documentsOf } from '../model/document.ts';
import { perStack } from '../model/lookup.ts';
import { PROJECT } from '../model/stack.ts';
import { composeFile, fieldsOf, itemsOf, textOf, under, type ComposeNode } from '../formats/compose-file.ts';

/** A service, and those that Compose starts before it. */
export interface Waiting {
  readonly name: string;
  readonly waitsFor: readonly { readonly name: string; readonly at?: Position }[];
}

/** Services that share a namespace or volumes of another, or have a link to it, are started after it as well. */
const SHARED = ['network_mode', 'ipc', 'pid'] as const;

/** In which order Compose starts the services of a project. */
const startOrder = (project: ComposeNode): readonly Waiting[] => [...fieldsOf(under(project, 'services')).values()].map(({ key, value }) => {
  const depends = under(value, 'depends_on');
  const keyed = [...fieldsOf(depends).values()].map((field) => ({ name: field.key, at: field.at }));
  const words = (other: string): Waiting['waitsFor'] => itemsOf(under(value, other)).flatMap((item) => (textOf(item) === undefined ? [] : [{ name: textOf(item) ?? '', at: item.at }]));
  const listed = depends?.kind === 'group' ? keyed : words('depends_on');
  const linked = [...words('links'), ...words('volumes_from')].filter(({ name }) => !name.startsWith('container:')).map(({ name, at }) => ({ name: name.replace(/:.*/, ''), ...(at === undefined ? {} : { at }) }));
  const shared = SHARED.flatMap((other) => words(other)).filter(({ name }) => name.startsWith('service:')).map(({ name, at }) => ({ name: name.slice('service:'.length), ...(at === undefined ? {} : { at }) }));
  return { name: key, waitsFor: [...listed, ...linked, ...shared] };
});

/** The same of a stack that is a Compose project. */
export const startOrderOf = perStack((stack): readonly Waiting[] => documentsOf(stack.documents, PROJECT.name, composeFile).flatMap(({ content }) => startOrder(content.project)));

/** The services that a stack's Compose project has in any profile. */
export const serviceNames = perStack((stack): readonly string[] => documentsOf(stack.documents, PROJECT.name, composeFile).flatMap(({ content }) => [...fieldsOf(under(content.project, 'services')).keys()]));
