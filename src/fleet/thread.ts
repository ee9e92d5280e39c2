import { parentPort, workerData } from 'node:worker_threads';
import { answersOf, type Share } from './share.ts';

/** The work of a thread that another one started. */
export const workInThread = (): Promise<void> => answersOf(workerData as Share, (at, answer) => parentPort?.postMessage({ at, answer }));
