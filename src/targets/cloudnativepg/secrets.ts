import { isOperated, type Component, type Stack } from '../../model/stack.ts';
import { rolesOf, type Role } from '../postgres/roles.ts';
import { secretPath } from '../secrets.ts';

/** The Secret of a role: neither a component's name nor that of a Secret of the operator's has a dot, so it is free. */
export const roleSecret = (database: Component, role: Pick<Role, 'name'>): string => `${database.name}.${role.name.replaceAll('_', '.')}`;

/** The commands that make the Secrets of all roles, and let the operator notice when one changes. */
export function roleSecretCommands(plan: Stack, namespace: string): readonly string[] {
  return plan.components.filter((component) => component.kind === 'postgres' && isOperated(plan, component)).flatMap((database) => {
    const roles = rolesOf(plan, database);
    return [
      ...roles.map((role) => `kubectl -n ${namespace} create secret generic ${roleSecret(database, role)} --type=kubernetes.io/basic-auth --from-literal=username=${role.name} --from-file=password=${secretPath(role.secret)}`),
      `kubectl -n ${namespace} label secret ${roles.map((role) => roleSecret(database, role)).join(' ')} cnpg.io/reload=true`,
    ];
  });
}
