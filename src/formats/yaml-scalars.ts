import type { TextNode } from './kubernetes-object.ts';

/** What a plain scalar means to a reader of YAML 1.1, such as Kubernetes's. */
export type ScalarKind = 'text' | 'whole' | 'number' | 'flag';

const FLAG = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const SINGLE = /^[yYnN]$/;
const WHOLE = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|(?:0|[1-9][0-9_]*))$/;
const NUMBER = /^(?:[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** The kind of a scalar as Kubernetes's YAML reader takes it: `yes` and `on` are true there, `y` is a text. */
export function yamlKind(node: Pick<TextNode, 'text' | 'quoted'>): ScalarKind {
  const { text } = node;
  if (node.quoted || text.length > 40) return 'text';
  if (FLAG.test(text)) return SINGLE.test(text) ? 'text' : 'flag';
  if (WHOLE.test(text)) return 'whole';
  if (!NUMBER.test(text)) return 'text';
  return Number.isInteger(Number(text.replaceAll('_', ''))) ? 'whole' : 'number';
}
