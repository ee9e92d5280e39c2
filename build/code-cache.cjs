// Runs the program once and keeps the code that V8 compiled for it, besides what the cache holds already:
// node code-cache.cjs <program> <cache> <arguments>
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');

const [filename, cache] = process.argv.splice(2, 2);
const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData: existsSync(cache) ? readFileSync(cache) : undefined });
process.on('exit', () => writeFileSync(cache, script.createCachedData()));
script.runInThisContext()(require, filename);
