import { postgresParameters } from '../formats/postgres-parameters.ts';
import { documentsOf } from '../model/document.ts';
import { ask } from './box.ts';
import { copyOf, located, type Validator } from './validator.ts';

/** What names files and folders of the container. */
const LEFT_OUT = /^(include|include_dir|include_if_exists|data_directory|config_file|hba_file|ident_file|external_pid_file|dynamic_library_path)$/;

/** `postgres -C`, which reads the whole configuration and starts nothing. */
export const postgresValidator: Validator = {
  name: 'postgres', program: 'postgres', versionFlag: '--version', speaksFor: 'major',
  questions: (stack) =>
    stack.components.flatMap((component) =>
      documentsOf(stack.documents, component.name, postgresParameters).map(({ file, content }) => ({
        subject: file,
        ...(content.version === undefined ? {} : { version: content.version }),
        ask: async (box, program) => {
          const stated = content.stated.filter(({ name, by }) => !LEFT_OUT.test(name.toLowerCase()) && by !== 'sql' && by !== 'initdb' && /^[A-Za-z_][A-Za-z0-9_.$]*$/.test(name));
          const copy = copyOf(stated.map(({ name, value, at }) => [`${name} = '${value.replaceAll("'", "''").replaceAll('\\', '\\\\').replaceAll('\n', ' ')}'`, at]));
          const path = box.write('postgresql.conf', copy.text);
          const { code, output, late } = await ask(box, program, ['-C', 'max_connections', '-D', box.folder, '-c', `config_file=${path}`]);
          if (code === 0) return { passed: true };
          const [, said, line] = /(?:LOG|ERROR|FATAL): {2}(.*?)(?: in file "postgresql\.conf" (?:near )?line ([0-9]+).*)?$/m.exec(output.replace(/, near token.*$|^.*skipping missing configuration file.*$/gm, '')) ?? [];
          if (said === undefined) return { passed: 'unknown', because: late ? 'it took too long' : 'it gave no reason' };
          const number = line ?? /line ([0-9]+)/.exec(output)?.[1];
          return located(copy, said, number === undefined ? lineNaming(stated.map(({ name }) => name), said) : Number(number));
        },
      })),
    ),
};

/** The line of the last parameter that a message names. */
function lineNaming(names: readonly string[], message: string): number | undefined {
  const index = names.findLastIndex((name) => message.includes(`"${name}"`));
  return index < 0 ? undefined : index + 1;
}
