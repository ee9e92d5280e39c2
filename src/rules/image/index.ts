import { own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { PYTHON_KINDS, PYTHON_SERVERS } from '../../model/who.ts';
import * as c from '../../settings/component.ts';

const SLIM = 'Debian without compilers: wheels are made for its glibc first, and what has none for Alpine would be compiled there.';
const OFFICIAL = 'hub.docker.com/_/python; PEP 656: wheels for musl are a kind of their own, which not every project makes';

const pythonBase = defineRule({
  id: 'python.component.base_image',
  sizes: c.base_image,
  on: ['python'],
  from: { version: own(c.version) },
  value: ({ version }) => `python:${version}-slim-bookworm`,
  because: SLIM,
  source: OFFICIAL,
  examples: [{ given: { version: '3.13' }, gives: 'python:3.13-slim-bookworm' }],
});

const nextBase = defineRule({
  id: 'next.component.base_image',
  sizes: c.base_image,
  on: ['next'],
  from: { version: own(c.version) },
  value: ({ version }) => `node:${version}-bookworm-slim`,
  because: 'Debian without compilers: the image library of Next.js has its glibc build.',
  source: 'hub.docker.com/_/node',
  examples: [{ given: { version: '24' }, gives: 'node:24-bookworm-slim' }],
});

const builder = defineRule({
  sizes: c.builder_image,
  on: ['next', ...PYTHON_KINDS],
  from: { base: own(c.base_image) },
  value: ({ base }) => base.replace('-slim', ''),
  because: 'The same system with its compilers, for packages that come without a build: none of it reaches the last stage.',
  source: OFFICIAL,
  examples: [
    { given: { base: 'python:3.13-slim-bookworm' }, gives: 'python:3.13-bookworm' },
    { given: { base: 'node:24-bookworm-slim' }, gives: 'node:24-bookworm' },
    { given: { base: 'python:3.13-alpine' }, gives: 'python:3.13-alpine' },
  ],
});

/** What the image of an application is built on. */
export const imageRules: readonly Rule[] = [
  decide(c.base_image, 'python:3.13-slim-bookworm', SLIM, OFFICIAL, PYTHON_SERVERS),
  pythonBase,
  nextBase,
  builder,
];
