import { documentsOf } from '../model/document.ts';
import { defineCheck } from '../model/check.ts';
import { structure } from '../model/input.ts';
import { clientsOf, type Stack, type Component } from '../model/stack.ts';
import { valueOf } from '../model/lookup.ts';
import { nginxConfig } from '../formats/nginx-config.ts';
import * as found from '../settings/found.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, named, nginxFiles, word } from './nginx-words.ts';

/** Two proxies in a row that both compress. */
export const compressionTwice = defineCheck({
  id: 'compression-twice',
  severity: 'note',
  confidence: 'likely',
  on: ['nginx'],
  when: (stack, component) => hasNginxFiles(stack, component) && clientsOf(stack, component).length > 0,
  reads: { files: nginxFiles, fronts: structure(compressingFronts) },
  broken: ({ files, fronts }) =>
    inEach(files, (config) => {
      const [front] = fronts;
      const gzip = named(config, 'gzip').find(({ directive }) => word(directive) === 'on');
      return front === undefined || gzip === undefined ? [] : [breachAt(gzip.directive, `${front} in front compresses too, and passes on as it is what is compressed here`)];
    }),
  why: 'What was compressed inside is passed through as it is: levels and types stated at the front do nothing, and its cache keeps one spelling for all clients.',
  fix: 'compress at the outermost proxy only, where the connection is slow.',
  source: 'nginx.org gzip: answers with Content-Encoding are left alone',
  examples: {
    holds: [{ files: inHttp('gzip on;'), fronts: [] }, { files: inHttp('gzip off;'), fronts: ['edge'] }],
    breaks: [{ files: inHttp('gzip on;'), fronts: ['edge'] }],
  },
});

/** The components in front that compress answers, by name. */
function compressingFronts(stack: Stack, component: Component): readonly string[] {
  const compresses = (front: Component): boolean =>
    valueOf(stack, front, found.front_compresses) === true ||
    documentsOf(stack.documents, front.name, nginxConfig).some(({ content }) => named(content, 'gzip').some(({ directive }) => word(directive) === 'on'));
  return clientsOf(stack, component).filter(compresses).map((front) => front.name);
}
