import { build } from 'esbuild';
import { esbuildTemplates } from './build/templates.mjs';
await build({ entryPoints:['.bench-k8s.ts'], outfile:'/tmp/k8s/bench.mjs', bundle:true, minify: process.argv[2]!=='plain', format:'esm', platform:'node', target:'node20', logLevel:'warning', banner:{js:"import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);"}, plugins:[esbuildTemplates]});
