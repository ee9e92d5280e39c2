// Before the tests: installs the real servers where that is possible (Debian as root), says aloud where it is not.
// Without them the tests that need them are skipped outside CI, each with its name, and counted at the end.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../.ci/install-servers.sh', import.meta.url));
const debian = existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

if (process.env.PLUMBLINE_NO_INSTALL !== undefined) console.warn('servers: not installed, as PLUMBLINE_NO_INSTALL asks');
else if (!debian || process.getuid?.() !== 0) console.warn('servers: not installed (that takes root on Debian); what is missing is skipped aloud');
else {
  const { status } = spawnSync('bash', [script], { stdio: 'inherit' });
  if (status !== 0) {
    console.warn('servers: some could not be installed; what is missing is skipped aloud, and fails in CI');
    if (process.env.CI !== undefined) process.exitCode = 1;
  }
}
