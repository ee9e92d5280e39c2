import { defineCheck } from '../model/check.ts';
import { entryId } from '../model/entry.ts';
import { own, present, structure, type Input } from '../model/input.ts';
import { entryOf, repeated } from '../model/lookup.ts';
import { quoted } from '../model/quote.ts';
import type { Component, Stack } from '../model/stack.ts';
import { image } from '../settings/component.ts';
import { base_image, build } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';

/** Words of tags that move with every release; a tag of nothing else names no version. */
const MOVING = new Set(['latest', 'stable', 'mainline', 'edge', 'nightly', 'lts', 'current', 'rolling', 'main', 'master', 'alpine', 'slim', 'debian', 'bookworm', 'bullseye', 'trixie', 'apache', 'fpm', 'management', 'focal', 'jammy', 'noble']);

/** Tag of an image; `undefined` where it has none. */
const tagOf = (reference: string): string | undefined => reference.split('/').at(-1)?.split(':')[1];

/** An image that is read from a lone file's kind, or built from a folder, is nobody's choice of a tag. */
function isChosen(stack: Stack, component: Component): boolean {
  const { origin } = entryOf(stack, component, image) ?? {};
  const unread = stack.unread?.some(({ id }) => id === entryId(component, image)) === true;
  return repeated(stack, component, build).length === 0 && (unread || (origin?.from === 'stated' && /\.(?:ya?ml|json)$/.test(origin.at.file)));
}

const chosen: Input<string | undefined> = { read: (scope) => (isChosen(scope.stack, scope.component) ? own(image).read(scope) : { found: true, value: undefined, entries: [] }) };

/** What is wrong with the tag of an image. */
function unpinned(called: string, reference: string | undefined): readonly string[] {
  if (reference === undefined || reference.includes('@')) return [];
  const tag = tagOf(reference);
  if (tag === undefined || tag === '') return [`${called}, ${quoted(reference)}, has no tag`];
  return tag.split('-').every((word) => MOVING.has(word)) ? [`${called}, ${quoted(reference)}, has a tag that names no version`] : [];
}

/** The image by which a container is started, and the one that its own is built on. */
export const imageNotPinned = defineCheck({
  id: 'image-not-pinned',
  severity: 'note',
  confidence: 'certain',
  on: EVERY_KIND,
  grouped: true,
  when: (stack, component) => isChosen(stack, component) || entryOf(stack, component, base_image) !== undefined,
  reads: { image: chosen, base: present(base_image), component: structure((_, component) => component.name) },
  broken: (v) => [...unpinned(`the image of ${v.component}`, v.image), ...unpinned(`the image that ${v.component} is built on`, v.base)].map((message) => ({ message })),
  why: 'The next pull can bring another major version, whose defaults, and whose data on disk, are not those that were tested.',
  fix: 'name a version (postgres:17.5) or a digest.',
  source: 'docs.docker.com/build/building/best-practices: pin base image versions',
  examples: {
    holds: [{ image: 'postgres:17', base: undefined, component: 'db' }, { image: 'api@sha256:0f3c', base: undefined, component: 'api' }, { image: 'registry:5000/api:v2', base: 'python:3.13', component: 'api' }],
    breaks: [
      { image: 'postgres', base: undefined, component: 'db' }, { image: 'nginx:latest', base: undefined, component: 'proxy' }, { image: 'registry:5000/api', base: undefined, component: 'api' },
      { image: 'postgres:alpine', base: undefined, component: 'db' }, { image: undefined, base: 'python', component: 'worker' },
    ],
  },
});
