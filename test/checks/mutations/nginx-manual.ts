import { replaced, type Mutation } from '../mutation.ts';

/** What nginx's manual does not allow. */
export const mutations: readonly Mutation[] = [
  { check: 'setting-unknown-to-version', of: 'compose', edit: replaced('nginx/nginx.conf', 'client_header_timeout 15s;', 'client_header_timeout 15s;\n    client_heeder_timeout 15s;') },
  { check: 'nginx-directive-repeated', of: 'compose', edit: replaced('nginx/nginx.conf', 'send_timeout 30s;', 'send_timeout 30s;\n    send_timeout 30s;') },
  { check: 'nginx-zone-unknown', of: 'compose', edit: replaced('nginx/nginx.conf', /limit_req zone=\w+/, 'limit_req zone=per_sever') },
];
