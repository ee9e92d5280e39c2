import type { Sandbox } from './sandbox.ts';
import { run } from './child.ts';
import { requireTool } from './tools.ts';

/** Writes a throw-away self-signed certificate as `certificate.pem` with its `key.pem`. */
export async function writeCertificate(sandbox: Sandbox): Promise<void> {
  const finished = await run(requireTool('openssl').path, [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', sandbox.write('key.pem', ''), '-out', sandbox.write('certificate.pem', ''),
  ], { as: 'server' });
  if (finished.code !== 0) throw new Error(`openssl: ${finished.stderr}`);
}
