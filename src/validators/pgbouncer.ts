import { pgbouncerLines } from '../formats/pgbouncer-lines.ts';
import { documentsOf } from '../model/document.ts';
import { ask } from './box.ts';
import { copyOf, located, type Validator } from './validator.ts';

/** What names files, sockets and accounts of the container. */
const LEFT_OUT = /^(listen_addr|listen_port|unix_socket_.*|logfile|pidfile|auth_.*|user|job_name|service_name|syslog.*|.*tls.*|resolv_conf|conffile|so_reuseport|max_db_.*_connections_file)$/;

/** `pgbouncer` started for a moment on a socket of its own. */
export const pgbouncerValidator: Validator = {
  name: 'pgbouncer', program: 'pgbouncer', versionFlag: '--version', speaksFor: 'newer',
  questions: (stack) =>
    stack.components.flatMap((component) =>
      documentsOf(stack.documents, component.name, pgbouncerLines).map(({ file, content }) => ({
        subject: file,
        ...(content.version === undefined ? {} : { version: content.version }),
        ask: async (box, program) => {
          box.write('users.txt', '');
          const stated = content.lines.filter(({ section, name }) => section === 'pgbouncer' && !LEFT_OUT.test(name) && /^[a-z][a-z0-9_]*$/.test(name));
          const own = ['[pgbouncer]', 'listen_addr =', 'listen_port = 6432', `unix_socket_dir = ${box.folder}`, 'auth_type = md5', `auth_file = ${box.folder}/users.txt`];
          const copy = copyOf([...own.map((line) => [line, undefined] as const), ...stated.map(({ name, value, at }) => [`${name} = ${value.replaceAll('\n', ' ')}`, at] as const), ['[databases]', undefined]]);
          const { output, late } = await ask(box, program, [box.write('pgbouncer.ini', copy.text)], /process up/);
          const [, said, line] = /(?:ERROR|FATAL|WARNING) ((?:unknown|invalid|syntax|cannot|bad).*?)(?: \((?:.*?):([0-9]+)\).*)?$/m.exec(output) ?? [];
          if (said === undefined) return /process up/.test(output) ? { passed: true } : { passed: 'unknown', because: late ? 'it took too long' : 'it did not start for another reason' };
          const named = stated.findIndex(({ name }) => said.includes(name));
          return located(copy, said, line === undefined ? (named < 0 ? undefined : named + own.length + 1) : Number(line));
        },
      })),
    ),
};
