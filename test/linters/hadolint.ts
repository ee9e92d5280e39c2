import { run } from '../servers/child.ts';
import { requireTool } from '../servers/tools.ts';
import { dockerfilesOf, unjudged, type Finding } from './finding.ts';

interface Judged {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** hadolint with every rule, those of style too; a hint is a finding like any other. */
export async function hadolint(folder: string): Promise<readonly Finding[]> {
  const finished = await run(requireTool('hadolint').path, ['--no-color', '--format', 'json', ...dockerfilesOf(folder)]);
  if (finished.code !== 0 && finished.code !== 1) throw unjudged('hadolint', finished);
  return (JSON.parse(finished.stdout) as readonly Judged[]).map(({ code, file, line, message }) => ({ check: code, where: `${file}:${line}`, message }));
}
