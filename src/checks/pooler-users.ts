import { connectionString } from '../formats/connection-string/parts.ts';
import { repeated } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import { clientApplications } from '../model/who.ts';
import { variable } from '../settings/found.ts';
import { answering } from './wiring.ts';

const URL_USER = /^postgres(?:ql)?(?:\+[a-z0-9_]{1,20})?:\/\/([^:@/]{1,80})(?::[^@/]*)?@/;
const USER = /(?:^|_)(?:DB|DATABASE|PG|POSTGRES(?:QL)?|SQL)_?(?:USER|USERNAME|ROLE|LOGIN)$/;

/** How many users the clients of a pooler log in as, each of which has a pool; those that nobody tells count as one. In a plan each application has a role. */
export function poolerUsers(stack: Stack, pooler: Component): number {
  const clients = clientApplications(stack, pooler);
  // Files have addresses; a plan has none.
  if (stack.addresses === undefined) return Math.max(1, clients.length);
  return Math.max(1, new Set(clients.flatMap((client) => usersOf(stack, client, pooler))).size);
}

/** The users of one client: those of its URLs to the pooler, else those of its variables. */
function usersOf(stack: Stack, client: Component, pooler: Component): readonly string[] {
  const variables = repeated(stack, client, variable);
  const urls = variables.flatMap(({ value }) => {
    const user = URL_USER.exec(value.slice(0, 500))?.[1];
    const hosts = user === undefined ? undefined : connectionString(value)?.hosts;
    return user !== undefined && hosts?.some(({ host }) => (answering(stack, host) ?? host) === pooler.name) === true ? [user] : [];
  });
  return urls.length > 0 ? urls : variables.filter(({ subject = '' }) => USER.test(subject)).map(({ value }) => value);
}
