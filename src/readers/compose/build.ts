import { imageOf, type Image } from '../../formats/dockerfile-image.ts';
import { inOneLine, quoted } from '../../model/quote.ts';
import { pathFrom, positionIn, type SourceFile } from '../../model/source.ts';
import { base_image, build as buildSetting } from '../../settings/found.ts';
import type { Around } from './around.ts';
import { embedded, isNull, under, type Group, type Node, type Text } from './node.ts';
import { inTree } from './paths.ts';
import { contextGroup, namedGroup } from './shapes.ts';
import { shown, state, type Service } from './stating.ts';

/** What an image is built from. */
export interface Built {
  /** Folder in the tree. */
  readonly folder?: string;
  readonly image?: Image;
}

/** What a build is for: without an image beside it nothing can start; with one, Compose pulls that and builds only what it cannot pull. */
export type BuildUse = 'build' | 'build or pull';

const REMOTE = /^(?:https?:|git@|git:|ssh:|github\.com\/|docker-image:|oci-layout:|service:|target:)/;

/** Reads the Dockerfile that a service is built from, and says what of it is not there. */
export function readBuild(service: Service, stated: Node | undefined, around: Around, use: BuildUse): Built {
  if (stated === undefined || isNull(stated)) return {};
  const group = contextGroup(stated);
  const context = textAt(group, 'context');
  if (context !== undefined && REMOTE.test(context.text)) {
    service.report.unread({ component: service.name, what: `build: ${context.text}`, because: 'it lies elsewhere', at: context.at });
    return {};
  }
  const folder = context === undefined ? around.folder : inTree(service, context, 'build', around);
  const at = context ?? { at: group.at, written: 'build' };
  const named = folder ?? (context?.because === undefined ? context?.text : undefined);
  if (named !== undefined) state(service, buildSetting, named, at.at, { text: shown('build', at.written) });
  const inline = textAt(group, 'dockerfile_inline');
  if (inline !== undefined) return { ...(folder === undefined ? {} : { folder }), ...described(service, embedded(inline), group, around) };
  if (folder === undefined) return {};
  if (!around.tree.folder(folder)) {
    around.absent(service, folder, use, at);
    return {};
  }
  const file = dockerfileIn(service, folder, textAt(group, 'dockerfile'), at, around, use);
  return { folder, ...(file === undefined ? {} : described(service, file, group, around)) };
}

const textAt = (group: Group, key: string): Text | undefined => {
  const node = under(group, key);
  return node?.kind === 'text' && !isNull(node) ? node : undefined;
};

function dockerfileIn(service: Service, folder: string, stated: Text | undefined, context: Pick<Text, 'at' | 'written'>, around: Around, use: BuildUse): SourceFile | undefined {
  if (stated?.because !== undefined) {
    service.report.unread({ component: service.name, what: `dockerfile: ${stated.text}`, because: stated.because, at: stated.at });
    return undefined;
  }
  const path = pathFrom(folder, stated?.text ?? 'Dockerfile');
  if (path === undefined) {
    service.report.unread({ component: service.name, what: `dockerfile: ${stated?.text ?? ''}`, because: 'outside of what was given', at: (stated ?? context).at });
    return undefined;
  }
  const file = around.tree.file(path);
  if (file === undefined) around.absent(service, path, use, stated ?? context);
  else service.report.opened(path);
  return file;
}

/** What the Dockerfile makes, with the target and the arguments of the build. */
function described(service: Service, file: SourceFile, group: Group, around: Around): { readonly image?: Image } {
  const dockerfile = around.dockerfile(file);
  for (const problem of dockerfile.problems) service.report.problem(problem);
  const args = under(group, 'args');
  const given = new Map(args === undefined ? [] : [...namedGroup(args).fields.values()].flatMap(({ key, value }): readonly [string, string][] => {
    if (value.kind !== 'text' || value.because !== undefined) return [];
    const text = isNull(value) ? around.lookup(key) : value.text;
    return text === undefined ? [] : [[key, text]];
  }));
  const target = textAt(group, 'target');
  const key = JSON.stringify([file.path, file.within?.lines, target?.text, [...given]]);
  const image = around.image(key, () => imageOf(dockerfile, { args: (name) => given.get(name), ...(target === undefined ? {} : { target: target.text }) }));
  if (image === undefined && target !== undefined) service.report.problem({ at: target.at, message: `services.${service.name}.build.target: there is no stage ${quoted(target.text)} in ${file.path}` });
  else if (image === undefined) service.report.problem({ at: positionIn(file, 1, 1), message: 'expected FROM in the Dockerfile, found none' });
  const base = image?.base;
  if (base !== undefined && base.text !== 'scratch' && !base.text.includes('$')) state(service, base_image, base.text, base.at, { text: `FROM ${inOneLine(base.text)}` });
  return image === undefined ? {} : { image };
}

