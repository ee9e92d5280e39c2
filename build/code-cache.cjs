// Runs the program once and keeps the code that V8 compiled for it: node code-cache.cjs <launcher> <cache> <arguments>
const { writeFileSync } = require('node:fs');

const [launcher, cache] = process.argv.splice(2, 2);
const { script } = require(launcher);
process.on('exit', () => writeFileSync(cache, script.createCachedData()));
