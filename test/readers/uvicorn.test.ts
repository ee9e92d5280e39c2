import { expect, it } from 'vitest';
import { SECOND } from '../../src/model/value.ts';
import { uvicornReader } from '../../src/readers/inside/uvicorn.ts';
import { containerOf, factsOf, placeOf, valuesOf, type Said } from './container.ts';

const read = (said: Said) => factsOf(uvicornReader, said);

it('reads the flags and variables of uvicorn', () => {
  const facts = read({ command: ['uvicorn', 'app:app', '--host', '0.0.0.0', '--port', '8080', '--workers', '4', '--limit-concurrency=100', '--timeout-keep-alive', '75', '--no-proxy-headers'], environment: { UVICORN_BACKLOG: '64', WEB_CONCURRENCY: '2' } });
  expect(valuesOf(facts)).toMatchObject({ 'uvicorn.workers': 4, 'uvicorn.limit_concurrency': 100, 'uvicorn.timeout_keep_alive': 75 * SECOND, 'uvicorn.proxy_headers': false, 'uvicorn.backlog': 64, 'container.listens[8080]': true, 'uvicorn.server': 'uvicorn' });
  expect(placeOf(facts, 'uvicorn.workers')).toBe('docker-compose.yml:6:8');
});

it('listens for others only where it is told to', () => {
  const ports = (command: readonly string[], environment = {}) => Object.keys(valuesOf(read({ command, environment }))).filter((id) => id.startsWith('container.listens'));
  expect(ports(['uvicorn', 'app:app'])).toEqual([]);
  expect(ports(['uvicorn', 'app:app', '--host', '0.0.0.0'])).toEqual(['container.listens[8000]']);
  expect(ports(['fastapi', 'run', 'main.py'])).toEqual(['container.listens[8000]']);
  expect(ports(['fastapi', 'dev', 'main.py', '--host', '127.0.0.1'])).toEqual([]);
  expect(ports(['uvicorn', 'app:app', '--host', '0.0.0.0', '--port', '$PORT'], { PORT: '9000' })).toEqual(['container.listens[9000]']);
  expect(ports(['uvicorn', 'app:app', '--host', '0.0.0.0', '--port', '$PORT'])).toEqual([]);
  expect(ports(['hypercorn', 'app:app', '-b', '0.0.0.0:5000'])).toEqual(['container.listens[5000]']);
});

it('reads uvicorn.run of the file that Python starts', () => {
  const files = { '/app/main.py': 'import os\nimport uvicorn\nPORT = int(os.getenv("PORT", "8000"))\nif __name__ == "__main__":\n    uvicorn.run("main:app", host="0.0.0.0", port=PORT, workers=3)\n' };
  const said = { command: ['python', '/app/main.py'], files };
  expect(uvicornReader.recognises(containerOf(said))).toBe(true);
  expect(valuesOf(read(said))).toMatchObject({ 'uvicorn.workers': 3, 'container.listens[8000]': true });
  expect(placeOf(read(said), 'uvicorn.workers')).toBe('app/main.py:5:64');
  expect(uvicornReader.recognises(containerOf({ command: ['python', '/app/main.py'], files: { '/app/main.py': 'print("uvicorn")' } }))).toBe(false);
});
