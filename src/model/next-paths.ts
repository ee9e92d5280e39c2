import type { Component, Route } from './stack.ts';

/** Where Next.js serves files whose names change with their content. */
export const NEXT_STATIC = '/_next/static/';
/** Where Next.js serves pictures in the size and format that a browser asks for: by query and by Accept. */
export const NEXT_IMAGE = '/_next/image';

/** Whether answers of a route of this component are the same for everybody, whatever cookies come along: Next.js makes both kinds of files without looking at who asks. */
export const isForEverybody = (component: Pick<Component, 'kind'> | undefined, { path }: Pick<Route, 'path'>): boolean =>
  component?.kind === 'next' && (path === NEXT_STATIC || path === NEXT_IMAGE);
