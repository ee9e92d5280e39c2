import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Asks for a package as the program would that was started: its own installation comes first. */
const requires = [process.argv[1] ?? join(process.cwd(), 'index.js'), import.meta.url].map((from) => createRequire(from));

/** A package that the user has installed, or nothing. */
export function findPackage<Package>(name: string): Package | undefined {
  for (const load of requires) {
    try {
      return load(name) as Package;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return undefined;
}

/** A package that the user must have installed for `purpose`. */
export function requirePackage<Package>(name: string, purpose: string): Package {
  const found = findPackage<Package>(name);
  if (found === undefined) throw new Error(`${purpose} needs the package ${name}, which is not installed: npm install ${name}`);
  return found;
}
