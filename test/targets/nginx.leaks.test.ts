import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';
import { renderNginxConf } from '../../src/targets/nginx.ts';
import { componentOf, planOf } from './profile-stack.ts';

/** What the checker finds in the nginx.conf of a frontend and a cached API, read from the file. */
function found(settings: Readonly<Record<string, boolean | readonly string[]>>): readonly string[] {
  const plan = planOf({
    components: [{ name: 'proxy', kind: 'nginx' }, { name: 'web', kind: 'next' }, { name: 'api', kind: 'node' }],
    links: [{ from: 'proxy', to: 'web' }, { from: 'proxy', to: 'api' }],
    routes: [{ path: '/', to: 'web' }, { path: '/_next/static/', to: 'web', cache: 'long', immutable: true }, { path: '/_next/image', to: 'web', cache: 'long' }, { path: '/api', cache: 'short' }],
    settings,
  });
  const { stacks } = readTree(treeOf({ 'nginx.conf': renderNginxConf(plan, componentOf(plan, 'proxy'), { platform: 'compose' }) }));
  return stacks.flatMap(({ stack }) => check(stack).findings.map((finding) => `${finding.check}: ${finding.message}`));
}

describe('what a rendered proxy tells the checker', () => {
  it('nothing, though pictures and files are kept for everybody', () => expect(found({})).toEqual([]));
  it('nothing of sites that may call a route', () => expect(found({ 'api.route.allow_origins[/api]': ['https://admin.example.com'] })).toEqual([]));
  it('that answers leak where nobody is kept out of the cache', () => {
    const leak = (location: string): string => `cache-leaks-private-responses: location ${location} keeps answers whoever asked: no directive looks at Authorization or Cookie`;
    expect(found({ 'proxy.nginx.proxy_cache_bypass': false })).toEqual([leak('= /api'), leak('/api/')]);
  });
});
