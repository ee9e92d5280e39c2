import type { Entry, Position } from '../../../model/entry.ts';
import { listening as listens } from '../application/listening.ts';

/** The port that a server listens on, where something states it. */
export interface StatedPort {
  readonly port: number;
  readonly at: Position;
  readonly text: string;
}

/** The port of a server as entries: the stated one, else the usual one of its kind. */
export function listening(component: string, stated: StatedPort | undefined, usual: number, server: string): readonly Entry[] {
  const port = stated?.port ?? usual;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return [];
  return listens(component, port, stated === undefined ? { from: 'default', of: server } : { from: 'stated', at: stated.at, text: stated.text });
}
