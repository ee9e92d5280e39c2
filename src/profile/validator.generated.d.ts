import type { SchemaError } from './validate.ts';

/** Checks data against the profile's schema and leaves the errors of the last call on itself. */
export declare const validate: {
  (data: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
};
