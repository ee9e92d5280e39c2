/** The name of a rendered file as a Compose config: `postgres/roles.sql` is `postgres_roles_sql`. */
export const configName = (path: string): string => path.replace(/[^A-Za-z0-9_-]/g, '_');
