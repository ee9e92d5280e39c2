import { Ajv, type AnySchema } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { profileSchema, profileSchemaText } from '../model/profile-schema.ts';

/** A file that is written by this module and kept in the repository. */
export interface GeneratedFile {
  /** Below the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** A schema without what only people read, which would treble the size of the validator. */
const bare = (schema: unknown): unknown => JSON.parse(JSON.stringify(schema, (key, value: unknown) => (key === 'description' || key === 'title' || key === 'examples' ? undefined : value)));

/** The validator as plain code without imports, so that ajv need not be loaded, nor a schema compiled, at every start. */
function validatorText(): string {
  const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true, messages: false, code: { source: true, esm: true } });
  const code = (standalone as unknown as { readonly default: (of: Ajv, validate: unknown) => string }).default(ajv, ajv.compile(bare(profileSchema) as AnySchema));
  // Broken into lines, so that a change of the schema is a small change of this file.
  const lines = code.replaceAll('}if(', '}\nif(').replaceAll(';const ', ';\nconst ');
  return `// Generated from src/model/profile-schema.ts; after a change of it: npx vitest run test/load/generated.test.ts -u\n${lines}\n`;
}

/** What the schema generates: a test compares it with the files, and `vitest -u` writes them. */
export const generatedFiles = (): readonly GeneratedFile[] => [
  { path: 'profiles/profile.schema.json', text: profileSchemaText() },
  { path: 'src/profile/validator.generated.js', text: validatorText() },
];
