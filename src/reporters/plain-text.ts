import { withoutPasswords } from '../formats/host-port.ts';
import { showProblem, type Problem } from '../model/problem.ts';
import { plainly } from '../model/quote.ts';

/** Longest text of a file's that is told. */
const LONGEST = 2000;

/** Passwords are never told: neither that of `postgres://app:secret@db` nor that of `host=db password=secret`, nor what `Authorization: Basic` carries. */
export const masked = (text: string): string =>
  withoutPasswords(text.replace(/:\/\/([^\s/@:"']*):[^\s/@"']+@/g, '://$1:***@').replace(/\b(authorization["']?[\s:=,]+["']?(?:basic|bearer|token)\s+)(?![$*<{])[^\s"';]+/gi, '$1***').replace(/\b(password|passwd|pwd|passfile|secret|token)=(?!\*|\$)[^\s&;,"']+/gi, '$1=***'));

/** Text that may come from a stranger's file, safe in one line of output: no control characters, no passwords of addresses. */
export const told = (text: string, longest: number = LONGEST): string => plainly(masked(text), longest);

/** JSON whose texts cannot steer a terminal: what JSON leaves as it is and a terminal obeys is escaped too. */
export const safeJson = (value: unknown): string =>
  `${JSON.stringify(value, (_key, one: unknown) => (typeof one === 'string' ? masked(one) : one), 2).replace(/[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;

/** A problem as lines of text that are safe to print. */
export const toldProblem = ({ at, message, hint }: Problem): string =>
  showProblem({ ...(at === undefined ? {} : { at: { ...at, file: told(at.file, 300) } }), message: told(message), ...(hint === undefined ? {} : { hint: told(hint) }) });
