import { defaultEntry, statedEntry, type Entry } from '../../model/entry.ts';
import type { Word } from '../../model/source.ts';
import { image as imageSetting, version as versionSetting } from '../../settings/component.ts';
import { tagVersion, type RunningContainer } from './running.ts';

/** The image as it is written, and the version of the server: stated by `from` (the image, or that of its Dockerfile), else the `newest` we know. */
export const imageEntries = ({ component, image }: RunningContainer, from: Word | undefined, version: string | undefined, newest: string | undefined): readonly Entry[] => [
  ...(image === undefined ? [] : [statedEntry(component, imageSetting, image.text, image.at)]),
  ...(from !== undefined && version !== undefined ? [statedEntry(component, versionSetting, version, from.at, { text: from.text })] : []),
  ...(version === undefined && newest !== undefined ? [defaultEntry(component, versionSetting, newest, 'an image without a version')] : []),
];

/** The image of a container and the version that its tag names; of a built one, its base image's. */
export function versionEntries(container: RunningContainer): readonly Entry[] {
  const from = container.image ?? container.base;
  return imageEntries(container, from, tagVersion(from?.text), undefined);
}
