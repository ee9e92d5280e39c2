import type { Outside } from '../../../formats/literal.ts';
import type { RunningContainer, Surroundings } from '../running.ts';

/** What a program in the container sees of its environment and of the machine. */
export const outsideOf = ({ environment, unresolved }: RunningContainer, { cores }: Surroundings): Outside => ({
  variable: (name) => {
    const because = unresolved.get(name);
    if (because !== undefined) return { because };
    const word = environment.get(name);
    return word === undefined ? undefined : { value: word.text };
  },
  ...(cores === undefined ? {} : { cores }),
});

/** A text whose variables are replaced, or why that cannot be done. */
export type Replaced = { readonly text: string } | { readonly because: string; readonly host?: true };

const VARIABLE = /\$(?:([A-Za-z_][A-Za-z0-9_]{0,100})|\{([A-Za-z_][A-Za-z0-9_]{0,100})(?:(:?[-=])([^{}$`]{0,300}))?\})/g;

/** Replaces `$NAME`, `${NAME}` and `${NAME:-default}` as a shell does; nothing is run. */
export function replaced(text: string, outside: Outside): Replaced {
  if (!/[$`]/.test(text)) return { text };
  if (/\$\(|`/.test(text)) return { because: `${text.slice(0, 60)} is not run`, ...(/\bnproc\b|cpu_count|getconf _NPROCESSORS/.test(text) ? { host: true as const } : {}) };
  let because: string | undefined;
  const result = text.replace(VARIABLE, (_, bare: string | undefined, braced: string | undefined, operator: string | undefined, fallback: string | undefined) => {
    const name = bare ?? braced ?? '';
    const found = outside.variable(name);
    if (found !== undefined && 'because' in found) because ??= found.because;
    else if (found !== undefined && (found.value !== '' || operator === '-')) return found.value;
    else if (operator !== undefined) return fallback ?? '';
    else because ??= `\${${name}} is not set`;
    return '';
  });
  return because === undefined ? { text: result } : { because };
}
