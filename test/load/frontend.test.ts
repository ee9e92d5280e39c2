import { describe, expect, it } from 'vitest';
import { complaintsOf, load } from './workspace.ts';

const MACHINE = 'name: shop\nmachine: { cpu: 4, memory: 8GiB }\n';
const routesOf = (components: string): readonly string[] => load({ 'shop.yaml': `${MACHINE}components: [${components}]` }).routes.map(({ path, to, cache, immutable }) => `${path} ${to} ${cache}${immutable ? ' immutable' : ''}`);
const NEXT = ['/ web none', '/_next/static/ web long immutable', '/_next/image web long'];

describe('the usual routes of a frontend', () => {
  it('are its pages, its files and its pictures; the API is below its name, whichever comes first', () => {
    expect(routesOf('{ name: proxy }, { name: web }')).toEqual(NEXT);
    expect(routesOf('{ name: proxy }, { name: web }, { name: api }')).toEqual([...NEXT, '/api/ api none']);
    expect(routesOf('{ name: proxy }, { name: api }, { name: web }')).toEqual(['/api/ api none', ...NEXT]);
  });

  it('give way to stated ones', () => {
    expect(routesOf('{ name: proxy }, { name: web }, { name: api, routes: [{ path: /v1, cache: short }] }')).toEqual([...NEXT, '/v1 api short']);
    expect(routesOf('{ name: proxy }, { name: web }, { name: api, routes: [{ path: / }] }')).toEqual(['/web/ web none', '/ api none']);
    expect(routesOf('{ name: proxy }, { name: web, routes: [{ path: /shop }] }, { name: api }')).toEqual(['/shop web none', '/ api none']);
    expect(routesOf('{ name: proxy }, { name: api }, { name: admin, kind: node }')).toEqual(['/ api none', '/admin/ admin none']);
  });
});

describe('headers', () => {
  const complaints = (headers: string): readonly string[] => complaintsOf(() => load({ 'shop.yaml': `${MACHINE}headers: ${headers}` }));

  it('are texts, or false', () => {
    const { entries } = load({ 'shop.yaml': `${MACHINE}headers: { x_frame_options: DENY, referrer_policy: false, content_security_policy: "default-src 'self'; img-src * data:" }` });
    expect(['x_frame_options', 'referrer_policy', 'content_security_policy'].map((name) => entries.get(`headers.${name}`)?.value)).toEqual(['DENY', 'false', "default-src 'self'; img-src * data:"]);
  });

  it.each([
    ['{ x_frame_options: true }', 'shop.yaml:3:29: headers.x_frame_options: expected DENY, SAMEORIGIN or false, found true'],
    ['{ cross_origin_embedder_policy: on }', 'shop.yaml:3:42: headers.cross_origin_embedder_policy: expected require-corp, credentialless, unsafe-none or false, found "on"'],
    ['{ strict_transport_security: max-age=1y }', 'shop.yaml:3:39: headers.strict_transport_security: expected max-age in seconds such as max-age=31536000; includeSubDomains, or false, found "max-age=1y"'],
  ])('%s is refused', (headers, complaint) => expect(complaints(headers)).toEqual([complaint]));
});
