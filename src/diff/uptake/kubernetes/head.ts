import { textBelow, type YamlMapping } from '../yaml-values.ts';

/** By what an object is known. */
export interface Head {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string | undefined;
  /** The component that it belongs to, by its label. */
  readonly instance?: string | undefined;
  readonly immutable: boolean;
}

/** What is no object of a cluster. */
const TOOLS = /^kustomize\.config\.k8s\.io\//;

/** The head of a manifest as it is rendered, read from its lines; of another layout, from what it says. `undefined` where it is no object. */
export function headOf(text: string, value: () => YamlMapping): Head | undefined {
  if (!/^kind:/m.test(text) && !text.trimStart().startsWith('{')) return undefined;
  const metadata = /^metadata:[ \t]*\n((?:[ \t].*\n?)+)/m.exec(text)?.[1] ?? '';
  const [apiVersion, kind] = [wordAfter(text, /^apiVersion: */m), wordAfter(text, /^kind: */m)];
  if (apiVersion !== undefined && TOOLS.test(apiVersion)) return undefined;
  const name = wordAfter(metadata, /^ {2}name: */m);
  return apiVersion === undefined || kind === undefined || name === undefined
    ? headIn(value())
    : { apiVersion, kind, name, namespace: wordAfter(metadata, /^ {2}namespace: */m), instance: wordAfter(metadata, /^ {4}app\.kubernetes\.io\/instance: */m), immutable: /^immutable: true$/m.test(text) };
}

const wordAfter = (text: string, label: RegExp): string | undefined => new RegExp(`${label.source}["']?([^"'\\s]+)["']?[ \\t]*$`, 'm').exec(text)?.[1];

function headIn(value: YamlMapping): Head | undefined {
  const [apiVersion, kind, name] = [textBelow(value, 'apiVersion'), textBelow(value, 'kind'), textBelow(value, 'metadata', 'name')];
  if (apiVersion === undefined || kind === undefined || name === undefined || TOOLS.test(apiVersion)) return undefined;
  return { apiVersion, kind, name, namespace: textBelow(value, 'metadata', 'namespace'), instance: textBelow(value, 'metadata', 'labels', 'app.kubernetes.io/instance'), immutable: textBelow(value, 'immutable') === 'true' };
}
