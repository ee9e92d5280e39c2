import { readFileSync } from 'node:fs';

const COPIED = /Object\.entries\(([\w.]+)\)\.reduce\(\(r, i\) => \(i\[1\] === undefined\) \? r : \(\{ \.\.\.r, \[i\[0\]\]: i\[1\] \}\), \{\}\)/g;

/**
 * Lets esbuild bundle the generated code of cdk8s-plus without its slowest idiom: it leaves out
 * undefined members by copying all that came before for each of them, for every object of every manifest.
 */
export const esbuildLinear = {
  name: 'linear',
  setup(build) {
    build.onLoad({ filter: /[\\/]cdk8s-plus-27[\\/]lib[\\/]imports[\\/]k8s\.js$/ }, ({ path }) => {
      let found = 0;
      const contents = readFileSync(path, 'utf8').replace(COPIED, (_, name) => (found++, `__defined(${name})`));
      if (found === 0) throw new Error(`${path} has no such idiom any more: take build/linear.mjs out`);
      return { contents: `${contents}\nfunction __defined(from) { const to = {}; for (const key in from) if (from[key] !== undefined) to[key] = from[key]; return to; }\n`, loader: 'js' };
    });
  },
};
