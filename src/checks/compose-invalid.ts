import { defineCheck } from '../model/check.ts';
import { files } from '../model/input.ts';
import { composeFile } from '../formats/compose-file.ts';
import { misfits } from '../formats/compose-schema.ts';
import { inCompose } from './compose-example.ts';
import { contradictions } from './compose-rules.ts';

/** More of them help nobody. */
const MOST = 100;

/** The first of what is found. */
function atMost<T>(all: Iterable<T>): readonly T[] {
  const first: T[] = [];
  for (const one of all) {
    first.push(one);
    if (first.length === MOST) break;
  }
  return first;
}

/** A Compose project against the schema and the rules of consistency by which Compose loads it. */
export const composeInvalid = defineCheck({
  id: 'compose-invalid',
  severity: 'error',
  confidence: 'certain',
  on: ['project'],
  when: (stack) => (stack.documents ?? []).some(({ format }) => format.name === composeFile.name),
  reads: { projects: files(composeFile) },
  broken: ({ projects }) => projects.flatMap(({ content: { project } }) => [...atMost(misfits(project)), ...atMost(contradictions(project))].map((one) => ({ ...one, entries: [] }))),
  why: 'docker compose refuses the whole project: nothing of it starts.',
  fix: 'correct the key, the type or the name at that place.',
  source: 'Compose Specification: schema/compose-spec.json and loader/validate.go of compose-go 2.16.2',
  examples: {
    holds: [{ projects: inCompose('services:\n  api:\n    image: api:1\n    networks: [data]\nnetworks:\n  data:\n') }, { projects: inCompose('services:\n  api:\n    build: .\n    mem_limit: 1g\n') }],
    breaks: [
      { projects: inCompose('services:\n  api:\n    image: api:1\n    enviroment:\n      PORT: 3000\n') },
      { projects: inCompose('services:\n  api:\n    image: api:1\n    networks: [dta]\nnetworks:\n  data:\n') },
      { projects: inCompose('services:\n  api:\n    image: api:1\n    ports: 3000\n') },
      { projects: inCompose('services:\n  api:\n    ports: ["3000"]\n') },
    ],
  },
});
