import { edits, replaced, written, type Mutation } from '../mutation.ts';

const COMPOSE = 'docker-compose.yml';

/** Adds lines to a service, right below its name. */
const adds = (service: string, lines: string) => replaced(COMPOSE, new RegExp(`^( {2}${service}:\\n)`, 'm'), `$1${lines}`);

/** Relations between the containers of a stack. */
export const mutations: readonly Mutation[] = [
  { check: 'compose-invalid', of: 'compose', edit: replaced(COMPOSE, '    init: true\n', '    innit: true\n') },
  {
    check: 'config-not-loaded', of: 'compose',
    edit: edits(
      replaced(COMPOSE, '        target: /etc/nginx/nginx.conf\n', '        target: /etc/nginx/nginx.conf\n      - source: shop_conf\n        target: /etc/nginx/sites-enabled/shop.conf\n'),
      replaced(COMPOSE, /^configs:\n/m, 'configs:\n  shop_conf:\n    file: ./nginx/shop.conf\n'),
      written('nginx/shop.conf', 'server {\n    listen 8081;\n}\n'),
    ),
  },
  { check: 'database-published', of: 'compose', edit: adds('db', '    ports:\n      - "5432:5432"\n') },
  { check: 'dependency-cycle', of: 'compose', edit: adds('db', '    depends_on:\n      proxy:\n        condition: service_started\n') },
  { check: 'dependency-without-health', of: 'compose', edit: replaced(COMPOSE, /( {6}db:\n {8}condition: )service_healthy/, '$1service_started') },
  { check: 'file-missing', of: 'compose', edit: adds('api', '    env_file: config/api.settings\n') },
  { check: 'host-network-discards-ports', of: 'compose', edit: replaced(COMPOSE, '    networks:\n      - edge\n', '    network_mode: host\n'), also: ['network-not-shared'] },
  { check: 'image-not-pinned', of: 'compose', edit: replaced(COMPOSE, /image: redis:[0-9.]+/, 'image: redis:latest') },
  { check: 'limit-stated-twice', of: 'compose', edit: adds('proxy', '    mem_limit: 3g\n') },
  { check: 'network-not-shared', of: 'compose', edit: replaced(COMPOSE, '      - data\n      - edge\n', '      - data\n') },
  { check: 'replicas-share-a-port', of: 'compose', edit: replaced(COMPOSE, '${PROXY_PORT:-8080-8081}', '"8080"') },
  { check: 'port-not-listened', of: 'compose', edit: replaced(COMPOSE, 'target: 8080\n', 'target: 8081\n') },
  {
    check: 'proxy-starts-before-upstream', of: 'compose',
    edit: edits(replaced('nginx/nginx.conf', /(server api:[0-9]+.*) resolve/g, '$1'), replaced(COMPOSE, '    depends_on:\n      api:\n        condition: service_healthy\n', '')),
  },
  { check: 'replicas-differ', of: 'compose', edit: edits(replaced(COMPOSE, /^services:\n/m, 'x-common: &common\n  environment:\n    TZ: UTC\n\nservices:\n'), adds('api', '    <<: *common\n')) },
  { check: 'secret-in-plain-text', of: 'compose', edit: replaced(COMPOSE, '      DB_USER: api\n', '      DB_USER: api\n      SESSION_SECRET: correct-horse-battery\n') },
  { check: 'upstream-not-a-service', of: 'compose', edit: replaced('nginx/nginx.conf', /server api:/g, 'server apy:') },
];
