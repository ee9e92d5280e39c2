import { runProcess } from './process.ts';
import type { Folder } from './folder.ts';

/** Writes a throw-away self-signed certificate as `certificate.pem` with its `key.pem` into a part of the folder. */
export async function writeCertificate(folder: Folder, part: string, openssl: string): Promise<void> {
  const inside = (name: string): string => folder.write(part === '' ? name : `${part}/${name}`, '');
  const { code, output } = await runProcess(folder, 'openssl.log', {
    program: openssl, as: 'server',
    args: [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost',
      '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', inside('key.pem'), '-out', inside('certificate.pem'),
    ],
  });
  if (code !== 0) throw new Error(`openssl: ${output}`);
}
