import { quoted } from '../../model/quote.ts';
import { missing } from '../../settings/found.ts';
import { statedEntry } from '../../model/entry.ts';
import { folderOf, pathFrom } from '../../model/source.ts';
import { documentsOf, pathIn, type Loading } from './documents.ts';
import { mergedFile, mergedService } from './merge.ts';
import { isNull, shapeOf, under, type Field, type Group, type Node, type Text } from './node.ts';

/** A chain of this length was not written by a person. */
const DEEPEST = 24;

/** The services of one file while their bases are looked up. */
interface Family {
  readonly path: string;
  readonly services: ReadonlyMap<string, Field>;
  readonly done: Map<string, Node>;
  readonly loading: Loading;
  readonly files: Map<string, Family>;
}

/** The document with every service put over the service that it extends. */
export function extended(document: Group, loading: Loading): Group {
  const services = document.fields.get('services');
  if (services?.value.kind !== 'group') return document;
  const family: Family = { path: document.at.file, services: services.value.fields, done: new Map(), loading, files: new Map() };
  const fields = new Map([...services.value.fields].map(([name, field]): [string, Field] => [name, { ...field, value: resolved(family, name, field.value, []) }]));
  return { ...document, fields: new Map([...document.fields, ['services', { ...services, value: { ...services.value, fields } }]]) };
}

function resolved(family: Family, name: string, service: Node, chain: readonly string[]): Node {
  const done = family.done.get(name);
  if (done !== undefined) return done;
  const stated = under(service, 'extends');
  const result = service.kind !== 'group' || stated === undefined || isNull(stated) ? service : overBase(family, name, service, stated, chain);
  family.done.set(name, result);
  return result;
}

function overBase(family: Family, name: string, service: Group, stated: Node, chain: readonly string[]): Node {
  const { report } = family.loading;
  const own: Group = { ...service, fields: new Map([...service.fields].filter(([key]) => key !== 'extends')) };
  const of = stated.kind === 'text' ? stated : under(stated, 'service');
  const key = `${family.path}#${name}`;
  if (of?.kind !== 'text') {
    report.problem({ at: stated.at, message: `services.${name}.extends: expected the name of a service, found ${shapeOf(stated)}` });
    return own;
  }
  const circle = chain.indexOf(key);
  if (circle >= 0 || chain.length >= DEEPEST) {
    const why = circle >= 0 ? `the service extends itself: ${[...chain.slice(circle), key].join(' > ')}` : 'the chain of services is too long';
    report.problem({ at: stated.at, message: `services.${name}.extends: ${why}` });
    return own;
  }
  const file = under(stated, 'file');
  const other = file?.kind === 'text' ? familyOf(family, name, file) : family;
  const base = other?.services.get(of.text);
  if (other === undefined) return own;
  if (base === undefined) {
    report.problem({ at: of.at, message: `services.${name}.extends: there is no service ${quoted(of.text)} in ${other.path}` });
    return own;
  }
  return mergedService(resolved(other, of.text, base.value, [...chain, key]), own, report);
}

/** The services of another file; its relative paths begin at its own folder. */
function familyOf(family: Family, name: string, file: Text): Family | undefined {
  const { loading } = family;
  const [path] = pathIn(file, loading, `services.${name}.extends.file`);
  if (path === undefined) {
    // What lies outside of what was given may well be there.
    if (file.because === undefined && !/^[a-z+]{2,10}:|^git@/.test(file.text) && pathFrom(loading.folder ?? '.', file.text) !== undefined) loading.report.entry(statedEntry(name, missing, 'extends', file.at, { subject: file.text }));
    return undefined;
  }
  const known = family.files.get(path);
  if (known !== undefined) return known;
  const there: Loading = { ...loading, folder: folderOf(path) };
  const documents = documentsOf(path, there);
  const [first, ...rest] = documents;
  const services = first === undefined ? undefined : under(rest.reduce((before, document) => mergedFile(before, document, loading.report), first), 'services');
  const other: Family = { path, services: services?.kind === 'group' ? services.fields : new Map(), done: new Map(), loading: there, files: family.files };
  family.files.set(path, other);
  return other;
}
