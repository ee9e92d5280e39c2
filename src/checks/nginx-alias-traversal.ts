import { locationMatch } from '../formats/nginx-config.ts';
import { defineCheck } from '../model/check.ts';
import { around, breachAt, hasNginxFiles, inEach, inHttp, named, nginxFiles, word } from './nginx-words.ts';

/** A prefix without its closing slash in front of an alias that has one. */
export const nginxAliasTraversal = defineCheck({
  id: 'nginx-alias-traversal',
  severity: 'error',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      named(config, 'alias').flatMap(({ directive, ancestors }) => {
        const location = around('location', ancestors);
        const { modifier, path: prefix } = location === undefined ? { modifier: '=', path: '' } : locationMatch(location);
        const path = word(directive) ?? '';
        if ((modifier !== '' && modifier !== '^~') || prefix.endsWith('/') || !path.endsWith('/')) return [];
        return [breachAt(directive, `location ${prefix} has no slash at its end and alias ${path} has one: ${prefix}../x is read from ${path}../x`)];
      }),
    ),
  why: 'Everybody can read files beside the folder: the configuration, the source, the secrets of the application.',
  fix: 'end both with a slash: location /static/ { alias /data/static/; }.',
  source: 'nginx.org alias; measured with nginx 1.28.3: the file above the folder is sent',
  examples: {
    holds: [{ files: inHttp('server { location /static/ { alias /data/static/; } location ~ ^/f/(.*)$ { alias /data/$1/; } }') }],
    breaks: [{ files: inHttp('server { location /static { alias /data/static/; } }') }, { files: inHttp('server { location ^~ /i { alias /img/; } }') }],
  },
});
