import { validate } from './validator.generated.js';

/** What a JSON Schema validator says of one place of the data. */
export interface SchemaError {
  /** JSON pointer: `/machine/memory`. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What in the data is against the schema; nothing when it is a `Profile`. The validator is generated: see generate.ts. */
export const validateProfile = (data: unknown): readonly SchemaError[] => (validate(data) ? [] : (validate.errors ?? []));
