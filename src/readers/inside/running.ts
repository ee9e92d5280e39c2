import type { Position } from '../../model/entry.ts';
import type { Facts } from '../../model/facts.ts';
import type { SourceFile, SourceTree, Word } from '../../model/source.ts';
import type { FoundKind } from '../../model/stack.ts';

/** A container as Compose, Kubernetes or a lone config file describe it: what runs inside is told from this alone. */
export interface RunningContainer {
  /** Name of the component. */
  readonly component: string;
  readonly at: Position;
  /** The image, variables replaced. */
  readonly image?: Word;
  /** The last `FROM` of its Dockerfile, where it is built from one in the tree. */
  readonly base?: Word;
  /** Folder in the tree that the image is built from. */
  readonly build?: string;
  /** What starts, the Dockerfile's ENTRYPOINT and CMD counted in; a shell's line is already split into words. */
  readonly entrypoint: readonly Word[];
  readonly command: readonly Word[];
  /** Entrypoint and command as they are written, where shells, and what they run before, were taken off the two above. */
  readonly written?: readonly Word[];
  /** Image and command are only supposed: the file stands alone, and nothing says what runs it. */
  readonly supposed?: true;
  /** Environment with env files and the Dockerfile's ENV counted in. */
  readonly environment: ReadonlyMap<string, Word>;
  /** Variables whose value cannot be known, and why. */
  readonly unresolved: ReadonlyMap<string, string>;
  /** The file that the container sees at an absolute path, where it comes from the tree (mounted, a config, or copied by the Dockerfile). */
  readonly file: (path: string) => SourceFile | undefined;
  /** Absolute paths of all such files, sorted. */
  readonly files: readonly string[];
  /** Absolute paths on which something is mounted that cannot be written. */
  readonly readOnly?: readonly string[];
  /** It is not started again when it has ended: a migration, a seed. */
  readonly once?: true;
  /** CPU limit in millicores, where one is stated. */
  readonly cpu?: number;
  /** Memory limit in bytes, where one is stated. */
  readonly memory?: number;
}

/** What a reader of the inside sees beside the container. */
export interface Surroundings {
  readonly tree: SourceTree;
  /** CPU cores of the machine that the stack is judged for, where one is named. */
  readonly cores?: number;
}

/** Reads what runs inside a container of one kind. */
export interface InsideReader {
  readonly kind: FoundKind;
  /** Whether the container runs this kind, told from its image, command and files. */
  readonly recognises: (container: RunningContainer) => boolean;
  readonly read: (container: RunningContainer, around: Surroundings) => Facts;
}

/** Name of an image without registry, tag and digest: `bitnami/postgresql:16` is `postgresql`. */
export const imageName = (image: string | undefined): string => (image ?? '').replace(/@.*$/, '').split('/').at(-1)?.split(':')[0] ?? '';

/** Tag of an image; `undefined` where it has none. */
export const imageTag = (image: string | undefined): string | undefined => (image ?? '').replace(/@.*$/, '').split('/').at(-1)?.split(':')[1];

/** The version that a tag begins with: `16.4-alpine` is `16.4`; `undefined` for `latest`, `alpine` and none. */
export const tagVersion = (image: string | undefined): string | undefined => /^v?([0-9]+(?:\.[0-9]+)*)/.exec(imageTag(image) ?? '')?.[1];
