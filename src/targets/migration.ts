import { valueOf } from '../model/lookup.ts';
import { componentNamed, databasesOf, type Component, type Stack } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';
import { migrate } from '../settings/component.ts';

/** Whether something runs to its end before an application starts. */
export const isMigrated = (plan: Stack, component: Component): boolean => isApplication(component) && (valueOf(plan, component, migrate) ?? []).length > 0;

/** The databases whose schema an application brings up to date. */
export const migratedBy = (plan: Stack, component: Component): readonly Component[] => (isMigrated(plan, component) ? databasesOf(plan, component) : []);

/** How the migration of an application is called. No component's name has a dot. */
export const migrationName = (plan: Stack, application: Component): string => {
  const usual = `${application.name}-migrate`;
  return componentNamed(plan, usual) === undefined ? usual : `${application.name}.migrate`;
};
