// Loaded before the program: ends it with SIGKILL right before its n-th change of the disk below a folder.
const fs = require('node:fs');

let left = Number(process.env.DIE_AT);
for (const name of ['openSync', 'writeFileSync', 'renameSync', 'rmSync', 'mkdirSync', 'rmdirSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    const changes = typeof args[0] === 'number' || (String(args[0]).startsWith(process.env.DIE_BELOW) && !(name === 'openSync' && !/w/.test(String(args[1]))));
    if (changes && left-- === 0) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
}
