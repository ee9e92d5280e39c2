import { nginxWord } from '../../formats/nginx-values.ts';
import { entryOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import * as nginx from '../../settings/nginx.ts';
import { said } from '../said.ts';

/** What is said of accepting connections where a profile states it: nginx itself chooses well. */
export function eventsOf(plan: Stack, proxy: Component) {
  const use = entryOf(plan, proxy, nginx.use);
  const accept = entryOf(plan, proxy, nginx.multi_accept);
  return {
    use: use !== undefined && said(use, nginxWord),
    multi_accept: accept !== undefined && said(accept, (on) => (on ? 'on' : 'off')),
  };
}
