import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { showPosition } from '../../src/model/entry.ts';
import { treeOf } from '../../src/model/source.ts';
import { readCompose } from '../../src/readers/compose.ts';
import { stackOf, type StackRead } from '../../src/read.ts';

function read(services: string, more: Readonly<Record<string, string>> = {}): StackRead {
  const tree = treeOf({ 'compose.yaml': `services:\n${services}`, ...more });
  return stackOf(tree, readCompose(tree, ['compose.yaml'], {}));
}
const targets = (services: string, more: Readonly<Record<string, string>> = {}): readonly string[] => {
  const tree = treeOf({ 'compose.yaml': `services:\n${services}`, ...more });
  return readCompose(tree, ['compose.yaml'], {}).facts.connections.map(({ from, host, port, protocol, at }) => `${from} ${host}:${port ?? ''} ${protocol} ${showPosition(at)}`);
};

const EDGE = '  edge:\n    image: traefik:v3.2\n    command: --providers.docker --entrypoints.web.address=:80\n';
const labelled = (...labels: readonly string[]): string => `  api:\n    image: node:22\n    command: node server.js\n    labels:\n${labels.map((label) => `      - "${label}"\n`).join('')}`;
const RULE = 'traefik.http.routers.api.rule=Host(`x`)';
const PORT = (port: number | string): string => `traefik.http.services.api.loadbalancer.server.port=${port}`;

describe('the labels of Traefik', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['a port', EDGE + labelled('traefik.enable=true', RULE, PORT(3000)), ['edge api:3000 http compose.yaml:11:9']],
    ['labels as a mapping', `${EDGE}  api:\n    image: node:22\n    labels:\n      ${PORT(3000).replace('=', ': ')}\n`, ['edge api:3000 http compose.yaml:8:7']],
    ['labels of a swarm', `${EDGE}  api:\n    image: node:22\n    deploy:\n      labels: ["${PORT(3000)}"]\n`, ['edge api:3000 http compose.yaml:8:16']],
    ['a port that is declared', `${EDGE}${labelled(RULE)}    expose: [3000]\n`, ['edge api:3000 http compose.yaml:9:9']],
    ['two ports that are declared', `${EDGE}${labelled(RULE)}    expose: [3000, 4000]\n`, ['edge api: http compose.yaml:9:9']],
    ['a port of a variable', `${EDGE}${labelled(PORT('${PORT}'))}    expose: [3000]\n`, ['edge api: http compose.yaml:9:9']],
    ['two services of one container', EDGE + labelled(PORT(3000), 'traefik.tcp.services.debug.loadbalancer.server.port=9229'), ['edge api:3000 http compose.yaml:9:9', 'edge api:9229 other compose.yaml:10:9']],
    ['a service that is not routed', EDGE + labelled('traefik.enable=false', RULE), []],
    ['labels of middlewares alone', EDGE + labelled('traefik.http.middlewares.zip.compress=true'), []],
    ['labels of others', EDGE + labelled('com.example.port=3000'), []],
    ['its own labels', `${EDGE}    labels: ["${RULE}", "${PORT(8080)}"]\n`, []],
    ['no Traefik', labelled(RULE, PORT(3000)), []],
    ['the host\'s network', `${EDGE}    network_mode: host\n${labelled(PORT(3000))}`, []],
    ['a service that has to ask', EDGE.replace('--providers.docker', '--providers.docker --providers.docker.exposedByDefault=false') + labelled(RULE, PORT(3000)), []],
  ])('with %s', (_, services, expected) => {
    expect(targets(services)).toEqual(expected);
  });

  it('count where the file of Traefik wants them to be enabled', () => {
    const edge = '  edge:\n    image: traefik:v3.2\n    volumes: ["./traefik.yml:/etc/traefik/traefik.yml"]\n';
    const file = { 'traefik.yml': 'providers:\n  docker:\n    exposedByDefault: false\n' };
    expect(targets(edge + labelled(PORT(3000)), file)).toEqual([]);
    expect(targets(edge + labelled('traefik.enable=true', PORT(3000)), file)).toHaveLength(1);
  });

  it('make links, so that ports, networks and idle times are judged', () => {
    const apart = `${EDGE}    networks: [edge]\n${labelled(PORT(3000))}    networks: [inner]\n`;
    const ids = ({ stack }: StackRead): readonly string[] => check(stack).findings.map((finding) => finding.check);
    expect(read(EDGE + labelled(PORT(3000))).stack.links).toMatchObject([{ from: 'edge', to: 'api', at: { line: 9, column: 9 } }]);
    expect(ids(read(apart, {}))).toContain('network-not-shared');
    expect(ids(read(EDGE + labelled(PORT(3000))))).toEqual(expect.arrayContaining(['keepalive-race']));
    const web = '  web:\n    image: nginx:1.27\n    volumes: ["./nginx.conf:/etc/nginx/nginx.conf"]\n    labels: ["traefik.http.services.web.loadbalancer.server.port=8081"]\n';
    expect(ids(read(EDGE + web, { 'nginx.conf': 'events {}\nhttp { server { listen 8080; } }\n' }))).toContain('port-not-listened');
    expect(ids(read(EDGE + web.replace('8081', '8080'), { 'nginx.conf': 'events {}\nhttp { server { listen 8080; } }\n' }))).not.toContain('port-not-listened');
  });
});
