import type { SecretUser } from '../model/target.ts';

/** PgBouncer's list of users, the passwords as `secret` gives them. They are plain, so that it can log in to a server that checks SCRAM. */
export const userlist = (users: readonly SecretUser[], secret: (path: string) => string): string =>
  users.map(({ role, password }) => `${quoted(role)} ${quoted(secret(password).replace(/\r?\n$/, ''))}\n`).join('');

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
