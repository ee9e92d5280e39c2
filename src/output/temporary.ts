import { closeSync, existsSync, fchmodSync, lstatSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';

const PATTERN = /^\.plumbline-(\d+)-[0-9a-f]{8}\.tmp$/;

/**
 * Writes text to a new temporary file beside `path`; the name tells whose it is. It is not forced to
 * the disk: renaming it is whole for whoever reads, and what a power cut takes is rendered again.
 */
export function writeTemporary(path: string, text: string): string {
  count = (count + 1) % 2 ** 32;
  const temporary = join(dirname(path), `.plumbline-${process.pid}-${count.toString(16).padStart(8, '0')}.tmp`);
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(file, text);
    keepMode(path, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  return temporary;
}

/** Tells the temporary files of a process apart; another thread, or a process of the same number elsewhere, counts from another number. */
let count = randomBytes(4).readUInt32LE();

/** Containers run as other users than the one who renders, whatever their umask: they must be able to read. */
const READABLE = 0o644;

/** A file that is replaced keeps the permissions that it had. */
function keepMode(path: string, file: number): void {
  const old = lstatSync(path, { throwIfNoEntry: false });
  fchmodSync(file, old?.isFile() ? old.mode & 0o777 : READABLE);
}

/** Removes the temporary files that a killed run left in a folder; those of a run still going stay. */
export function removeStale(folder: string): void {
  for (const name of namesIn(folder)) {
    const pid = PATTERN.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    // Most folders of a new stack are not there yet, and an error costs more than a look.
    return existsSync(folder) ? readdirSync(folder) : [];
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
