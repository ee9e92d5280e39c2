import { defineCheck } from '../model/check.ts';
import { entryId } from '../model/entry.ts';
import { own, structure } from '../model/input.ts';
import { entryOf, repeated } from '../model/lookup.ts';
import { quoted } from '../model/quote.ts';
import { image } from '../settings/component.ts';
import { build } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';

/** Words of tags that move with every release; a tag of nothing else names no version. */
const MOVING = new Set(['latest', 'stable', 'mainline', 'edge', 'nightly', 'lts', 'current', 'rolling', 'main', 'master', 'alpine', 'slim', 'debian', 'bookworm', 'bullseye', 'trixie', 'apache', 'fpm', 'management', 'focal', 'jammy', 'noble']);

/** Tag of an image; `undefined` where it has none. */
const tagOf = (reference: string): string | undefined => reference.split('/').at(-1)?.split(':')[1];

/** The image by which a container is started. */
export const imageNotPinned = defineCheck({
  id: 'image-not-pinned',
  severity: 'note',
  confidence: 'certain',
  on: EVERY_KIND,
  grouped: true,
  // An image that is read from a lone file's kind, or built from a folder, is nobody's choice of a tag.
  when: (stack, component) => {
    const { origin } = entryOf(stack, component, image) ?? {};
    const unread = stack.unread?.some(({ id }) => id === entryId(component, image)) === true;
    return repeated(stack, component, build).length === 0 && (unread || (origin?.from === 'stated' && /\.(?:ya?ml|json)$/.test(origin.at.file)));
  },
  reads: { image: own(image), component: structure((_, component) => component.name) },
  broken: (v) => {
    if (v.image.includes('@')) return undefined;
    const tag = tagOf(v.image);
    if (tag === undefined || tag === '') return `the image of ${v.component}, ${quoted(v.image)}, has no tag`;
    return tag.split('-').every((word) => MOVING.has(word)) ? `the image of ${v.component}, ${quoted(v.image)}, has a tag that names no version` : undefined;
  },
  why: 'The next pull can bring another major version, whose defaults, and whose data on disk, are not those that were tested.',
  fix: 'name a version (postgres:17.5) or a digest.',
  source: 'docs.docker.com/build/building/best-practices: pin base image versions',
  examples: {
    holds: [{ image: 'postgres:17', component: 'db' }, { image: 'api@sha256:0f3c', component: 'api' }, { image: 'registry:5000/api:v2', component: 'api' }],
    breaks: [{ image: 'postgres', component: 'db' }, { image: 'nginx:latest', component: 'proxy' }, { image: 'registry:5000/api', component: 'api' }, { image: 'postgres:alpine', component: 'db' }],
  },
});
