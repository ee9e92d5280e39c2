import { parseProperties } from '../../../formats/properties-syntax.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import type { Position } from '../../../model/entry.ts';
import type { RunningContainer } from '../running.ts';

/** One property of a broker, and what states it. */
export interface BrokerProperty {
  readonly name: string;
  readonly value: string;
  readonly at: Position;
  readonly text: string;
}

/** The properties of a file, in order. */
export const fileProperties = (file: SourceFile): readonly BrokerProperty[] =>
  parseProperties(file.text).map(({ name, value, at }) => ({ name, value, at: positionIn(file, at.line, at.column), text: `${name}=${value}` }));

/** The property that an image makes of a variable: `KAFKA_NUM_IO_THREADS` is `num.io.threads`. */
export function propertyOf(variable: string, prefix: string): string | undefined {
  if (!variable.startsWith(prefix)) return undefined;
  return variable.slice(prefix.length).toLowerCase().replace(/_{1,3}/g, (run) => ['.', '_', '-'][run.length - 1] ?? '.');
}

/** The properties that an image makes of its variables. */
export const environmentProperties = ({ environment }: RunningContainer, prefix: string): readonly BrokerProperty[] =>
  [...environment].flatMap(([variable, { text, at }]) => {
    const name = propertyOf(variable, prefix);
    return name === undefined ? [] : [{ name, value: text.trim(), at, text: `${variable}=${text}` }];
  });
