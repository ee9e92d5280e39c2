import { InputError } from '../model/problem.ts';
import { fields, questionFor, type Answers, type Field } from './draft.ts';

/** A person who answers, and where a mistake is told. */
export interface Person {
  readonly ask: (question: string) => Promise<string>;
  readonly tell: (text: string) => void;
}

/** Asks for everything that no flag has answered; an empty answer takes what is suggested. A wrong answer is asked again. */
export async function questions(suggested: Answers, flagged: Answers, validate: (field: Field, text: string) => void, person: Person): Promise<Answers> {
  const answers: Record<string, { readonly text: string; readonly from: string }> = {};
  for (const field of fields) {
    const question = questionFor(field);
    if (flagged[field] !== undefined || question === undefined) continue;
    const text = await askUntilValid(field, question, suggested[field]?.text, validate, person);
    if (text !== undefined) answers[field] = { text, from: 'your answer' };
  }
  return answers;
}

async function askUntilValid(field: Field, question: string, suggested: string | undefined, validate: (field: Field, text: string) => void, person: Person): Promise<string | undefined> {
  for (;;) {
    const text = (await person.ask(`${question}${suggested === undefined ? '' : ` [${suggested}]`}: `)).trim();
    if (text === '' || text === suggested) return undefined;
    try {
      validate(field, text);
      return text;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      person.tell(`  ${error.problems[0]?.message ?? error.message}\n`);
    }
  }
}
