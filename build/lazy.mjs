/**
 * Lets esbuild bundle modules that ask for a slow module of Node's at their start, though they
 * hardly ever use it: it is loaded when one of its functions is called. What imports its names
 * as ES modules do gets them as they are: those names are copied before anything is called.
 */
export const lazily = (...names) => ({
  name: 'lazily',
  setup(build) {
    const filter = new RegExp(`^(node:)?(${names.join('|')})$`);
    build.onResolve({ filter }, ({ path, namespace, kind }) => (namespace === 'lazily' || kind !== 'require-call' ? { path, external: true } : { path, namespace: 'lazily' }));
    build.onLoad({ filter: /.*/, namespace: 'lazily' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => (...args) => require(${JSON.stringify(path)})[name](...args) });`,
      loader: 'js',
    }));
  },
});
