import { compareVersions } from './version.ts';

/** The names under which images of a server are published. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  nginx: ['nginx', 'nginx-unprivileged'],
  postgres: ['postgres', 'postgresql'],
  redis: ['redis'],
  pgbouncer: ['pgbouncer'],
  kafka: ['kafka'],
};

/** The version of the server that an image's tag names (`postgres:16-alpine` is 16), where the image is known to hold that server. */
export function versionInImage(kind: string, image: string): string | undefined {
  const [, name = '', tag = ''] = /(?:^|\/)([^/:@]+):v?([0-9]+(?:\.[0-9]+)*)[^/]*$/.exec(image) ?? [];
  return NAMES[kind]?.includes(name) === true ? tag : undefined;
}

/** Whether two versions name the same release as far as both go: 16 and 16.4 do. */
export function agree(one: string, other: string): boolean {
  const parts = Math.min(one.split('.').length, other.split('.').length);
  const cut = (version: string): string => version.split('.').slice(0, parts).join('.');
  return compareVersions(cut(one), cut(other)) === 0;
}
