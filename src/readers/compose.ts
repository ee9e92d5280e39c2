import { composeFile, type ComposeProject, type ComposeSource } from '../formats/compose-file.ts';
import type { Lookup } from '../formats/interpolate.ts';
import type { Document } from '../model/document.ts';
import { folderOf, pathFrom, type SourceTree } from '../model/source.ts';
import { PROJECT } from '../model/stack.ts';
import { aroundOf } from './compose/around.ts';
import { readService } from './compose/container.ts';
import { loadProject, withFile } from './compose/load.ts';
import { settled } from './compose/merge.ts';
import { addressesOf, linkedAddresses } from './compose/networks.ts';
import type { Group } from './compose/node.ts';
import { emptyReport } from './compose/report.ts';
import { servicesOf } from './compose/services.ts';
import { labelledConnections } from './compose/traefik-labels.ts';
import { statedName } from './compose/projects.ts';
import type { Address, Deployment } from './deployment.ts';

export { composePaths } from './compose/projects.ts';

/** What a Compose project is read with beside its files. */
export interface ComposeOptions {
  /** Variables that are set around docker compose; they beat those of `.env`. */
  readonly environment?: ReadonlyMap<string, string>;
  /** Profiles whose services run too; `*` for all. */
  readonly profiles?: readonly string[];
}

/** Reads a Compose project: its files in the order of merging, as `docker compose -f a -f b` does. What is wrong is in its facts. */
export function readCompose(tree: SourceTree, paths: readonly string[], { environment = new Map(), profiles = [] }: ComposeOptions): Deployment {
  const report = emptyReport();
  const folder = folderOf(paths[0] ?? '');
  const around: Lookup = (name) => environment.get(name) ?? (name === 'PWD' ? '.' : undefined);
  const beside = withFile(pathFrom(folder, '.env') ?? '.env', around, { tree, report });
  const lookup: Lookup = (name) => beside(name) ?? (name === 'COMPOSE_PROJECT_NAME' ? statedName(tree, paths) : undefined);
  const sources: ComposeSource[] = [];
  const model = settledGroup(loadProject(paths, { tree, folder, lookup, report, included: [...paths], sources }), report);
  const services = servicesOf(model, [...profiles, ...(lookup('COMPOSE_PROFILES') ?? '').split(',')], report);
  const context = aroundOf(tree, model, lookup, folder);
  const containers = services.map((field) => readService({ name: field.key, report }, field, context));
  const document: Document<ComposeProject> = { format: composeFile, component: PROJECT.name, file: paths[0] ?? '', content: { sources, project: model } };
  report.document(document);
  const names = new Set(services.map(({ key }) => key));
  const answering = [...services.flatMap(({ value }) => linkedAddresses(value)), ...services.flatMap(({ key, value }) => addressesOf(key, value))];
  const addresses = answering.filter(({ component }) => names.has(component));
  const facts = report.facts();
  return { name: paths.join(' + '), containers, addresses: strongest(addresses, names), facts: { ...facts, connections: labelledConnections(services, containers, facts.entries) } };
}

const settledGroup = (model: Group, report: Parameters<typeof settled>[1]): Group => {
  const node = settled(model, report);
  return node.kind === 'group' ? node : model;
};

/** Each name once: a service's own name beats every other, a later one an earlier. */
function strongest(addresses: readonly Address[], services: ReadonlySet<string>): readonly Address[] {
  const own = addresses.filter(({ host, component }) => host === component.toLowerCase() && services.has(component));
  return [...new Map([...addresses, ...own].map((address) => [address.host, address])).values()];
}
