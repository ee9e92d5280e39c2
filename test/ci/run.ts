import { spawn } from 'node:child_process';

/** What a program did. */
export interface Done { readonly code: number; readonly out: string; readonly err: string }

/** Runs a program to its end, without keeping this process from answering meanwhile. */
export function run(program: string, words: readonly string[], { cwd, env = process.env }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv }): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
    child.on('error', reject);
    child.on('close', (code) => { resolve({ code: code ?? 1, out, err }); });
  });
}

/** As `run`; anything but success is an error. */
export async function runWell(program: string, words: readonly string[], options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv }): Promise<string> {
  const { code, out, err } = await run(program, words, options);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')}: exit code ${code}\n${out}${err}`);
  return out;
}
