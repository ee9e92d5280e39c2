import { statedEntry } from '../../model/entry.ts';
import { NOTHING } from '../../model/facts.ts';
import { image as imageSetting } from '../../settings/component.ts';
import { connectionsOf } from './application/addresses.ts';
import { goLimit } from './application/go.ts';
import { heapEntries } from './application/jvm.ts';
import type { InsideReader } from './running.ts';

/** Anything else: only its image, where it connects to, and its heap where it runs on the JVM. It takes every container, and stands last. */
export const serviceReader: InsideReader = {
  kind: 'service',
  recognises: () => true,
  read: (container, around) => ({
    ...NOTHING,
    entries: [...(container.image === undefined ? [] : [statedEntry(container.component, imageSetting, container.image.text, container.image.at)]), ...heapEntries([], container, around), ...goLimit(container).entries],
    connections: connectionsOf(container, around.tree),
  }),
};
