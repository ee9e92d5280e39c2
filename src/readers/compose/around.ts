import { parseDockerfile, type Dockerfile } from '../../formats/dockerfile.ts';
import type { Image } from '../../formats/dockerfile-image.ts';
import type { Dotenv, DotenvFormat } from '../../formats/dotenv.ts';
import type { Lookup } from '../../formats/interpolate.ts';
import type { SourceFile, SourceTree } from '../../model/source.ts';
import { missing } from '../../settings/found.ts';
import { ignoredIn } from './ignored.ts';
import { sectionOf } from './load.ts';
import { under, type Group, type Node, type Text } from './node.ts';
import { shown, state, type Service } from './stating.ts';

/** What a service is read with. */
export interface Around {
  readonly tree: SourceTree;
  /** The whole project, its files put together. */
  readonly model: Group;
  readonly lookup: Lookup;
  /** Folder of the project. */
  readonly folder: string | undefined;
  /** The Dockerfile, parsed once. */
  readonly dockerfile: (file: SourceFile) => Dockerfile;
  /** What a Dockerfile makes, worked out once for each target and arguments. */
  readonly image: (key: string, make: () => Image | undefined) => Image | undefined;
  /** The env file, parsed once in each format. */
  readonly envFile: (file: SourceFile, format: DotenvFormat, parse: (file: SourceFile, format: DotenvFormat) => Dotenv) => Dotenv;
  /** How some service builds an image: Compose takes that one for every service that names it. */
  readonly buildOf: (image: Text) => Node | undefined;
  /** Says that a file or folder is not there, or that git leaves it out so that nobody can tell. */
  readonly absent: (service: Service, path: string, as: string, text: Pick<Text, 'at' | 'written'>) => void;
}

/** What the services of a project are read with. */
export function aroundOf(tree: SourceTree, model: Group, lookup: Lookup, folder: string | undefined): Around {
  const dockerfiles = new Map<string, Dockerfile>();
  const images = new Map<string, { readonly image: Image | undefined }>();
  const envFiles = new Map<string, Dotenv>();
  const ignored = ignoredIn(tree);
  const builds = new Map([...sectionOf(model, 'services').values()].reverse().flatMap(({ value }) => {
    const [image, build] = [under(value, 'image'), under(value, 'build')];
    return image?.kind === 'text' && build !== undefined ? [[image.text, build] as const] : [];
  }));
  return {
    tree, model, lookup, folder,
    buildOf: (image) => (image.because === undefined ? builds.get(image.text) : undefined),
    dockerfile: (file) => remembered(dockerfiles, `${file.path}:${file.within?.lines ?? ''}`, () => parseDockerfile(file)),
    image: (key, make) => remembered(images, key, () => ({ image: make() })).image,
    envFile: (file, format, parse) => remembered(envFiles, `${format} ${file.path}`, () => parse(file, format)),
    absent: (service, path, as, { at, written }) => {
      const refused = tree.refused.get(path);
      if (refused !== undefined) service.report.unread({ component: service.name, what: path, because: refused, at });
      else if (ignored(path)) service.report.unread({ component: service.name, what: path, because: 'it is not in the tree: .gitignore leaves it out', at });
      else state(service, missing, as, at, { subject: path, text: shown(undefined, written) });
    },
  };
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
