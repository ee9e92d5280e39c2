import { composeOf, type ComposeProject } from '../formats/compose-file.ts';

/** A Compose project of one file, for the examples of checks. Parsed when it is asked: who judges a plan does not pay for it. */
export const inCompose = (text: string): readonly { readonly file: string; readonly content: ComposeProject }[] => [{
  file: 'docker-compose.yml',
  get content() {
    return composeOf(text);
  },
}];
