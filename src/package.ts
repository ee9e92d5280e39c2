import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

// This file lies one folder below the package, in src/ as well as, bundled, in dist/.
const inPackage = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The version of Plumbline. */
export const version: string = manifest.version;
/** The folder of the built-in profiles. */
export const builtInDirectory = inPackage('profiles');
/** The JSON Schema of profiles. */
export const schemaFile = inPackage('profiles/profile.schema.json');
/** The program that puts load on a server, in a process of its own. */
export const loadGenerator = inPackage('dist/load.cjs');
