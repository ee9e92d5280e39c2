import { nginxCount, nginxSeconds, nginxSize, nginxTime, nginxWord } from '../../formats/nginx-values.ts';
import { valueOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { upstreams } from '../../model/who.ts';
import * as nginx from '../../settings/nginx.ts';
import { hostOf, portEntry } from '../names.ts';
import { said, sayer } from '../said.ts';
import type { Platform } from './conf.ts';
import { line } from './values.ts';

/**
 * The groups of servers behind a proxy, one per application. In Compose a name is looked up again
 * while nginx runs, from the version on that keeps connections meanwhile; in Kubernetes a Service's
 * address never changes, and the address of the cluster's name server is not known beforehand.
 */
export function upstreamsOf(plan: Stack, proxy: Component, platform: Platform) {
  const say = sayer(plan, proxy);
  const resolves = platform === 'compose' && valueOf(plan, proxy, nginx.resolve) === true;
  return upstreams(plan, proxy).map((application) => {
    const name = application.name;
    const valid = say(nginx.resolver_valid, nginxSeconds);
    const timeout = say(nginx.resolver_timeout, nginxTime);
    const keepalive = say(nginx.upstream_keepalive, nginxCount, name);
    return {
      name: nginxWord(name),
      host: nginxWord(hostOf(plan, application)),
      zone: say(nginx.upstream_zone, nginxSize, name),
      resolver: resolves ? { valid: valid.value, why: valid.why, timeout: timeout.value, timeout_why: timeout.why } : false,
      server: line({
        port: said(portEntry(plan, application), nginxCount),
        max_fails: say(nginx.max_fails, nginxCount, name),
        fail_timeout: say(nginx.fail_timeout, nginxSeconds, name),
      }),
      // 0 is no pool; most versions know no way to say so but silence.
      keepalive: keepalive.value === '0' ? false : keepalive,
      keepalive_requests: say(nginx.upstream_keepalive_requests, nginxCount, name),
      keepalive_timeout: say(nginx.upstream_keepalive_timeout, nginxTime, name),
    };
  });
}
