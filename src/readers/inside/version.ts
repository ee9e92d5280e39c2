import { statedEntry, type Entry } from '../../model/entry.ts';
import { image as imageSetting, version } from '../../settings/component.ts';
import { tagVersion, type RunningContainer } from './running.ts';

/** The image of a container and the version that its tag names; of a built one, its base image's. */
export function versionEntries({ component, image, base }: RunningContainer): readonly Entry[] {
  const from = image ?? base;
  if (from === undefined) return [];
  const tag = tagVersion(from.text);
  return [
    ...(image === undefined ? [] : [statedEntry(component, imageSetting, image.text, image.at)]),
    ...(tag === undefined ? [] : [statedEntry(component, version, tag, from.at, { text: from.text })]),
  ];
}
