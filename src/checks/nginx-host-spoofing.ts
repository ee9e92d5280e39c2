import { defineCheck } from '../model/check.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, named, nginxFiles, word } from './nginx-words.ts';

/** The Host header as the client wrote it, passed to the application. */
export const nginxHostSpoofing = defineCheck({
  id: 'nginx-host-spoofing',
  severity: 'warning',
  confidence: 'likely',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      named(config, 'proxy_set_header')
        .filter(({ directive }) => word(directive)?.toLowerCase() === 'host' && /^\$(?:http_host|\{http_host\})$/.test(word(directive, 1) ?? ''))
        .map(({ directive }) => breachAt(directive, 'the application is told $http_host: the name that the client wrote, even where server_name was matched by another')),
    ),
  why: 'A request line with a full address is matched by that, while Host may say anything: links, redirects and password mails then lead to a stranger.',
  fix: 'pass $host, or $host:$server_port where the application needs the port.',
  source: 'nginx.org $host: the name of the request line, else of the header; gixy host_spoofing',
  examples: {
    holds: [{ files: inHttp('server { location / { proxy_pass http://api; proxy_set_header Host $host; proxy_set_header X-Asked $http_host; } }') }],
    breaks: [{ files: inHttp('server { location / { proxy_pass http://api; proxy_set_header Host $http_host; } }') }],
  },
});
