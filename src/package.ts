import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

// This file lies one folder below the package, in src/ as well as, bundled, in dist/.
const inPackage = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The version of Plumbline. */
export const version: string = manifest.version;
/** The fingerprint of the program, which the bundler puts here; nothing where it runs from its sources. */
declare const __BUILD__: string | undefined;
/** The build of Plumbline that runs; unknown in the library and in tests. */
export const build = typeof __BUILD__ === 'string' ? __BUILD__ : undefined;
/** The folder of the built-in profiles. */
export const builtInDirectory = inPackage('profiles');
/** The JSON Schema of profiles. */
export const schemaFile = inPackage('profiles/profile.schema.json');
/** The program itself, for its own threads. */
export const program = inPackage('dist/cli.cjs');
/** The program that puts load on a server, in a process of its own. */
export const loadGenerator = inPackage('dist/load.cjs');
/** The script that makes a shell complete the program's words. */
export const completionScript = (shell: string): string => inPackage(`dist/completion/gen.${shell}`);
