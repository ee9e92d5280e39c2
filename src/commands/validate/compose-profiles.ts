import { composeFile, fieldsOf, itemsOf, textOf, under } from '../../formats/compose-file.ts';
import { suggestion } from '../../formats/suggest.ts';
import { documentsOf } from '../../model/document.ts';
import { InputError } from '../../model/problem.ts';
import { quoted } from '../../model/quote.ts';
import { PROJECT, type Stack } from '../../model/stack.ts';

/** Refuses a Compose profile that no service of the stacks names; without a Compose project there is nothing to compare with. */
export function refuseUnknownProfiles(asked: readonly string[], stacks: readonly Stack[]): void {
  const projects = stacks.flatMap(({ documents }) => documentsOf(documents, PROJECT.name, composeFile).map(({ content }) => content.project));
  const services = projects.flatMap((project) => [...fieldsOf(under(project, 'services')).values()].map(({ value }) => value));
  const known = new Set(services.flatMap((service) => itemsOf(under(service, 'profiles')).flatMap((item) => textOf(item) ?? [])));
  const unknown = projects.length === 0 ? [] : asked.filter((name) => name !== '*' && name !== '' && !known.has(name));
  if (unknown.length > 0) throw new InputError(unknown.map((name) => ({ message: `there is no Compose profile ${quoted(name)}`, hint: suggestion(name, [...known]) ?? (known.size === 0 ? 'no service has a profile' : `there are ${[...known].sort().join(', ')}`) })));
}
