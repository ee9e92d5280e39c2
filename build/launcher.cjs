#!/usr/bin/env node
// Runs program.cjs with code that V8 compiled before, which halves the time to start: when it was built, where that was
// with this Node; else what Node itself (22.1 or newer) keeps, below the user's own cache folder.
// The bundler writes ASCII, which is read fastest as Latin-1.
const { existsSync, readFileSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { homedir } = require('node:os');
const { Script } = require('node:vm');

const filename = `${__dirname}/program.cjs`;
const cache = `${__dirname}/program-${process.version}-${process.arch}.cache`;
if (existsSync(cache)) {
  new Script(readFileSync(filename, 'latin1'), { filename, cachedData: readFileSync(cache) }).runInThisContext()(require, filename);
} else {
  enableCompileCache?.(process.env.NODE_COMPILE_CACHE || cacheFolder());
  require(filename)(require, filename);
}

/** Nobody else can write there, unlike the folder for temporary files that Node would take. */
function cacheFolder() {
  try {
    return `${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/plumbline/compiled`;
  } catch {
    return '/nonexistent'; // A user whom the system does not know has no home; Node goes on without a cache.
  }
}
