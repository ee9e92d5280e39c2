/** Rendered files by path (`docker-compose.yml`, `nginx/nginx.conf`, `kubernetes/api.yaml`). */
export type Files = Readonly<Record<string, string>>;

/** A way to break one relation of a rendered stack by editing its files, as a person would. */
export interface Mutation {
  /** The check that must fire. */
  readonly check: string;
  /** The deployment that is edited and read: the Compose project, or the Kubernetes manifests. */
  readonly of: 'compose' | 'kubernetes';
  /** Built-in profile; `large` unless told. */
  readonly profile?: 'small' | 'medium' | 'large' | 'xlarge';
  /** Statements on top of the profile, as `--set`. */
  readonly sets?: readonly string[];
  readonly edit: (files: Files) => Files;
  /** Other checks that follow necessarily. */
  readonly also?: readonly string[];
}

/** Replaces a text of a file; throws when the file does not have it, so that a mutation cannot silently do nothing. */
export const replaced = (file: string, from: string | RegExp, to: string) => (files: Files): Files => {
  const text = files[file];
  const changed = text?.replace(from, to);
  if (text === undefined || changed === undefined || changed === text) throw new Error(`${file} does not have ${String(from)}`);
  return { ...files, [file]: changed };
};

/** Adds or replaces a whole file. */
export const written = (file: string, text: string) => (files: Files): Files => ({ ...files, [file]: text });

/** Several edits, one after the other. */
export const edits = (...all: readonly ((files: Files) => Files)[]) => (files: Files): Files => all.reduce((before, edit) => edit(before), files);
