import { expect, it } from 'vitest';
import { knowsReusePort } from '../../src/server/reuse-port.ts';

it.each([
  ['20.20.2', 'linux', false],
  ['22.11.0', 'linux', false],
  ['22.12.0', 'linux', true],
  ['23.0.0', 'linux', false],
  ['23.1.0', 'linux', true],
  ['24.0.0', 'linux', true],
  ['26.10.0', 'linux', true],
  ['24.0.0', 'darwin', false],
  ['24.0.0', 'win32', false],
])('Node %s on %s: %s', (version, system, knows) => {
  expect(knowsReusePort(version, system)).toBe(knows);
});
