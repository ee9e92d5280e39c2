import { get } from 'node:http';

/** What is asked, and for how long at most (milliseconds). */
export interface Question { readonly host: string; readonly port: number; readonly path: string; readonly timeout: number }

/** Whether a GET on a connection of its own is answered with 200. */
export function answersOk({ host, port, path, timeout }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host, port, path, agent: false, timeout }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('error', () => resolve(false)).once('timeout', () => request.destroy());
  });
}
