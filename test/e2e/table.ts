import { appendFileSync } from 'node:fs';

/** One line of the summary: what was done, how many requests it took, what became of them. */
export interface Row {
  readonly shown: string;
  readonly requests: number;
  readonly failed: number;
  readonly said: string;
}

const rows: Row[] = [];

/** Adds a line to the summary. */
export const note = (row: Row): void => void rows.push(row);

/** Prints the lines of the tests since the last time; `npm run e2e` collects those of all files. */
export function printTable(): void {
  const file = process.env['E2E_TABLE'];
  const lines = rows.splice(0).map(({ shown, requests, failed, said }) => `| ${shown} | ${requests.toLocaleString('en-US')} | ${failed} | ${said} |`);
  if (file === undefined) console.log(['', ...HEAD, ...lines, ''].join('\n'));
  else appendFileSync(file, `${lines.join('\n')}\n`);
}

const HEAD: readonly string[] = ['| shown | requests | failed | result |', '|---|---:|---:|---|'];

/** Answers by status and errors by code, most first: `200: 812, 503: 4`. */
export const showCounts = (...counts: readonly Readonly<Record<string, number>>[]): string =>
  counts.flatMap((each) => Object.entries(each)).sort(([, a], [, b]) => b - a).map(([what, number]) => `${what}: ${number}`).join(', ');
