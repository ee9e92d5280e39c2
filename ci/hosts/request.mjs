/** How long one answer may take, and how often a request that a server could not answer is sent. */
const PATIENCE = 30_000;
const TRIES = 3;
/** The longest wait that a server may ask for. */
const LONGEST_WAIT = 30;

/** An answer that is not the one expected. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Asks an API for JSON. What is overloaded is asked again; any other answer but success is thrown as `Refused`. */
export async function request(url, { method = 'GET', headers, body }) {
  for (let tries = 1; ; tries++) {
    const answer = await send(url, { method, headers, body });
    if (answer.ok) return { json: answer.status === 204 ? undefined : await answer.json(), headers: answer.headers };
    const text = await answer.text();
    const again = answer.status >= 500 || answer.status === 429 || (answer.status === 403 && answer.headers.has('retry-after'));
    if (!again || tries === TRIES) throw new Refused(answer.status, `${method} ${new URL(url).pathname}: ${answer.status} ${messageOf(text)}`);
    await new Promise((resolve) => setTimeout(resolve, 1000 * Math.min(LONGEST_WAIT, Number(answer.headers.get('retry-after')) || tries)));
  }
}

async function send(url, { method, headers, body }) {
  try {
    return await fetch(url, { method, headers: { 'content-type': 'application/json', 'user-agent': 'plumbline', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }), signal: AbortSignal.timeout(PATIENCE), redirect: 'error' });
  } catch (error) {
    throw new Refused(0, `${method} ${new URL(url).pathname}: ${error.cause?.message ?? error.message}`);
  }
}

function messageOf(text) {
  try {
    const { message, error } = JSON.parse(text);
    return String(message ?? error ?? '').slice(0, 200);
  } catch {
    return '';
  }
}
