import { hasPrometheus } from '../model/exporters.ts';
import { partValue } from '../model/lookup.ts';
import { clientsOf, databasesOf, isExternal, isOperated, type Component, type Stack } from '../model/stack.ts';
import type { SecretFile, SecretUser } from '../model/target.ts';
import { isApplication } from '../model/who.ts';
import { tls } from '../settings/profile.ts';
import { clientsOfDatabase, hostedOf, MONITORING, roleName } from './names.ts';
import { isMigrated } from './migration.ts';

/** Where containers find their secrets, each in a file of its own name. */
export const SECRETS_IN_CONTAINER = '/run/secrets';
/** The folder of the secret files, outside version control. */
export const SECRETS_FOLDER = 'secrets';

/** Names of secrets: the name of the file, of the Compose secret, and of the key in Kubernetes. */
export const superuserSecret = (database: Component): string => `${database.name}_superuser_password`;
export const migrationsSecret = (database: Component): string => `${database.name}_migrations_password`;
export const monitoringSecret = (database: Component): string => `${database.name}_monitoring_password`;
export const clientSecret = (application: Component): string => `${application.name}_db_password`;
export const userlistSecret = (pooler: Component): string => `${pooler.name}_userlist`;
/** The proxy's certificate (with its chain) and key, which only the operator can bring. */
export const TLS_CERTIFICATE = 'tls_certificate';
export const TLS_KEY = 'tls_key';
/** The password of Grafana's administrator, where Grafana runs beside the stack. */
export const GRAFANA_PASSWORD = 'grafana_admin_password';

/** Where a secret lies on the operator's machine, relative to the rendered stack. The name goes into shell commands too, so it must be plain. */
export function secretPath(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name)) throw new Error(`not a plain name of a file: ${JSON.stringify(name)}`);
  return `${SECRETS_FOLDER}/${name}`;
}

/** The secrets that a component reads, in alphabetical order. */
export function secretsOf(plan: Stack, component: Component): readonly string[] {
  if (component.kind === 'nginx') return partValue(plan, tls) === true ? [TLS_CERTIFICATE, TLS_KEY] : [];
  // The operator makes what its poolers log in with, and the superuser's password.
  if (component.kind === 'pgbouncer') return isOperated(plan, component) ? [] : [userlistSecret(component)];
  if (component.kind === 'postgres') return [...clientsOfDatabase(plan, component).map(clientSecret), migrationsSecret(component), monitoringSecret(component), ...(isOperated(plan, component) ? [] : [superuserSecret(component)])].sort();
  return isApplication(component) && databasesOf(plan, component).length > 0 ? [clientSecret(component)] : [];
}

/** The secrets that an application's migration reads, in alphabetical order: the passwords of the role that owns the schema. */
export const migrationSecretsOf = (plan: Stack, application: Component): readonly string[] =>
  isMigrated(plan, application) ? databasesOf(plan, application).map(migrationsSecret).sort() : [];

/** The secrets that the operator brings: nobody else can make them. */
export const broughtSecrets = (plan: Stack): readonly string[] => [...new Set(hostedOf(plan, 'nginx').flatMap((proxy) => secretsOf(plan, proxy)))];

/** The secrets that can be made: random passwords, and the user lists of the poolers, which repeat them. */
export function stackSecrets(plan: Stack): readonly SecretFile[] {
  const passwords = new Set<string>();
  for (const database of plan.components.filter((component) => component.kind === 'postgres' && !isExternal(plan, component))) for (const name of secretsOf(plan, database)) passwords.add(name);
  for (const application of plan.components.filter(isApplication)) for (const name of [...secretsOf(plan, application), ...migrationSecretsOf(plan, application)]) passwords.add(name);
  if (hasPrometheus(plan)) passwords.add(GRAFANA_PASSWORD);
  return [
    ...[...passwords].sort().map((name): SecretFile => ({ path: secretPath(name), text: 'random' })),
    ...hostedOf(plan, 'pgbouncer').map((pooler): SecretFile => ({ path: secretPath(userlistSecret(pooler)), text: users(plan, pooler) })),
  ];
}

/** Who may log in to a pooler, and by which secret. */
function users(plan: Stack, pooler: Component): readonly SecretUser[] {
  const watched = databasesOf(plan, pooler).find((database) => !isExternal(plan, database));
  const clients = clientsOf(plan, pooler).filter(isApplication).map((client) => ({ role: roleName(client), password: secretPath(clientSecret(client)) }));
  return watched === undefined ? clients : [...clients, { role: MONITORING, password: secretPath(monitoringSecret(watched)) }];
}
