import { quantityBytes } from '../../../formats/kubernetes-quantity.ts';

/** Whether the second size is smaller than the first; `undefined` where one of them cannot be read, or both are the same. */
export function shrinks(before: string | undefined, after: string | undefined): boolean | undefined {
  const [was, is] = [before, after].map((text) => (text === undefined ? undefined : quantityBytes(text)));
  return was === undefined || is === undefined || was === is ? undefined : is < was;
}
