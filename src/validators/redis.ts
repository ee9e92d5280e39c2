import { redisDirectives } from '../formats/redis-directives.ts';
import { documentsOf } from '../model/document.ts';
import { ask } from './box.ts';
import { copyOf, located, type Validator } from './validator.ts';

/** What would run code, open files or sockets of this host, or talk to others. */
const LEFT_OUT = /^(include|loadmodule|dir|port|bind|unixsocket|unixsocketperm|logfile|pidfile|aclfile|daemonize|supervised|replicaof|slaveof|tls-.*|cluster-.*|syslog-.*|user|oom-score-adj.*|server_cpulist|bio_cpulist|aof_rewrite_cpulist|bgsave_cpulist|disable-thp|save)$/;

/** `redis-server` started for a moment without a port: it ends at once over a line that it does not take. */
export const redisValidator: Validator = {
  name: 'redis-server', program: 'redis-server', versionFlag: '--version', speaksFor: 'newer',
  questions: (stack) =>
    stack.components.flatMap((component) =>
      documentsOf(stack.documents, component.name, redisDirectives).filter(({ content }) => content.product === 'redis').map(({ file, content }) => ({
        subject: file,
        ...(content.version === undefined ? {} : { version: content.version }),
        ask: async (box, program) => {
          const own = ['port 0', 'save ""', `dir ${box.folder}`, `unixsocket ${box.folder}/s`];
          const stated = content.directives.filter(({ name }) => !LEFT_OUT.test(name.toLowerCase()) && /^[A-Za-z][A-Za-z0-9_-]*$/.test(name));
          const copy = copyOf([...own.map((line) => [line, undefined] as const), ...stated.map(({ name, args, at }) => [[name, ...args.map((arg) => JSON.stringify(arg))].join(' '), at] as const)]);
          const { output, late } = await ask(box, program, [box.write('redis.conf', copy.text)], /Ready to accept connections|The server is now ready/);
          if (/Ready to accept connections|The server is now ready/.test(output)) return { passed: true };
          const line = /at line ([0-9]+)/.exec(output)?.[1];
          const said = />>> .*\n(.+)/.exec(output)?.[1];
          if (line === undefined || said === undefined) return { passed: 'unknown', because: late ? 'it took too long' : 'it did not start for another reason' };
          return located(copy, said, Number(line));
        },
      })),
    ),
};
