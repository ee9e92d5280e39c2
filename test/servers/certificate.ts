import { writeCertificate as write } from '../../src/live/certificate.ts';
import type { Sandbox } from './sandbox.ts';
import { requireTool } from './tools.ts';

/** Writes a throw-away self-signed certificate as `certificate.pem` with its `key.pem`. */
export const writeCertificate = (sandbox: Sandbox): Promise<void> => write(sandbox, '', requireTool('openssl').path);
