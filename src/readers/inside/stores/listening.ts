import { entryId, statedEntry, type Entry, type Origin, type Position } from '../../../model/entry.ts';
import type { Word } from '../../../model/source.ts';
import type { RunningContainer } from '../running.ts';
import * as c from '../../../settings/component.ts';
import * as found from '../../../settings/found.ts';

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
  const origin: Origin = stated === undefined ? { from: 'default', of: server } : { from: 'stated', at: stated.at, text: stated.text };
  return [
    { id: entryId({ name: component }, c.port), component, setting: c.port, value: port, origin },
    { id: entryId({ name: component }, found.listens, String(port)), component, setting: found.listens, subject: String(port), value: true, origin },
  ];
}

/** The image as it is written, and the version of the server: stated by the tag of `from` (the image, or that of its Dockerfile), else the newest we know. */
export function imageEntries({ component, image }: RunningContainer, from: Word | undefined, version: string | undefined, newest: string | undefined): readonly Entry[] {
  const byDefault: Entry = { id: entryId({ name: component }, c.version), component, setting: c.version, value: newest ?? '', origin: { from: 'default', of: 'an image without a version' } };
  return [
    ...(image === undefined ? [] : [statedEntry(component, c.image, image.text, image.at)]),
    ...(from !== undefined && version !== undefined ? [statedEntry(component, c.version, version, from.at, { text: from.text })] : []),
    ...(version === undefined && newest !== undefined ? [byDefault] : []),
  ];
}
