import type { k8s } from 'cdk8s-plus-27';
import type { Variable } from '../environment.ts';
import { tuned } from './tuned.ts';

/** Variables as the `env` of a container. */
export const environment = (variables: readonly Variable[]): k8s.EnvVar[] => variables.map(({ name, value, entries }) => ({ name, value: tuned(value, ...entries) }));
