import { join } from 'node:path';
import { breachesOf, type Check } from '../../src/model/check.ts';
import { code, prose } from '../../src/formats/markdown.ts';
import { argsOf, filesBelow, STACKS, validateIn } from '../stacks.ts';

/** The reference of all checks as Markdown: each with its reason, its fix, its source, an input and what the program says of it. */
export async function checksPage(checks: readonly Check[]): Promise<string> {
  const sections: string[] = [];
  for (const check of checks) sections.push(await section(check));
  const index = checks.map(({ id, severity }) => `- [${id}](#${id}) (${severity})`);
  return [
    '# Checks',
    '',
    `What \`gen validate\` looks for: ${checks.length} relations, most of them across layers. An error is certain to fail; a warning may fail under load; a note is worth knowing.`,
    'Each section shows files in which the check fires, with what the program prints, and files in which it is silent.',
    'A comment silences a finding on its line, or on the line below it: `# plumbline-ignore <check>: <reason>`.',
    '',
    'This page is written by a test from the checks themselves (`UPDATE_DOCS=1 npx vitest run test/docs`).',
    '',
    ...index,
    '',
    ...sections,
  ].join('\n');
}

async function section(check: Check): Promise<string> {
  const { id, severity, confidence, on, why, fix, source } = check;
  const fires = join(STACKS, id, 'fires');
  const args = argsOf(id);
  const { out } = await validateIn(fires, args, { only: [id] });
  return [
    `## ${id}`,
    '',
    `${severity}, ${confidence}; judges ${on.join(', ')}`,
    '',
    prose(why),
    '',
    `**Fix:** ${prose(fix)}`,
    '',
    `**Source:** ${prose(source)}`,
    '',
    ...filesMarkdown(fires),
    '```console',
    `$ gen validate . --only ${[id, ...args].join(' ')}`,
    `${out.trimEnd()}`,
    '```',
    '',
    'Silent for:',
    '',
    ...filesMarkdown(join(STACKS, id, 'silent')),
    ...examples(check),
  ].join('\n');
}

const LANGUAGES: readonly (readonly [RegExp, string])[] = [[/\.(ya?ml)$/, 'yaml'], [/\.json$/, 'json'], [/(^|\.|\/)Dockerfile/i, 'dockerfile'], [/\.py$/, 'python'], [/\.(js|cjs|mjs)$/, 'js'], [/\.sql$/, 'sql'], [/nginx|conf\.d/, 'nginx'], [/\.(ini|conf|cnf)$/, 'ini']];

const filesMarkdown = (folder: string): readonly string[] =>
  filesBelow(folder).flatMap(({ path, text }) => {
    const fence = text.includes('```') ? '````' : '```';
    return [code(path), '', `${fence}${LANGUAGES.find(([pattern]) => pattern.test(path))?.[1] ?? 'text'}`, text.trimEnd(), fence, ''];
  });

/** The examples in numbers that are the check's tests. */
function examples({ broken, examples: { breaks } }: Check): readonly string[] {
  const messages = breaks.flatMap((example) => breachesOf(broken(example)).map(({ message }) => `- ${prose(message)}`));
  return messages.length === 0 ? [] : ['Other ways to break it:', '', ...new Set(messages), ''];
}
