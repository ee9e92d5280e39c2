import type { SourceTree } from '../model/source.ts';
import { ask, type Box, type Said } from './box.ts';
import type { Answer, Question, Validator } from './validator.ts';

/** Copies files of the tree into the box, under their own paths. */
export function copyFiles(box: Box, tree: SourceTree, paths: readonly string[]): void {
  for (const path of new Set(paths)) {
    const file = tree.file(path);
    if (file !== undefined && file.within === undefined && !path.split('/').includes('..')) box.write(`tree/${path}`, file.text);
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const firstLine = (text: string): string => text.split('\n').find((line) => line.trim() !== '')?.trim() ?? 'it gave no reason';

function answer({ code, output, late }: Said, pattern: RegExp): Answer {
  if (code === 0) return { passed: true };
  if (code === undefined || late) return { passed: 'unknown', because: 'it took too long' };
  return { passed: false, message: (pattern.exec(output)?.[1] ?? firstLine(output)).replaceAll('tree/', '') };
}

/** `docker compose config` on a copy of the files that the project is read from. */
export const composeValidator: Validator = {
  name: 'docker compose', program: 'docker', versionFlag: '--version', speaksFor: 'any',
  questions: (stack, tree, files): readonly Question[] => {
    if (!/(^|\/)[^/]*compose[^/]*\.ya?ml$/.test(stack.name)) return [];
    return [{
      subject: stack.name,
      ask: async (box, program) => {
        copyFiles(box, tree, files);
        const said = await ask(box, program, ['compose', '-f', `${box.folder}/tree/${stack.name}`, '--project-name', 'plumbline', 'config', '--quiet', '--no-interpolate']);
        if (said.code !== 0 && /is not a docker command|unknown (shorthand )?flag|unknown command/i.test(said.output)) return { passed: 'unknown', because: 'this docker has no compose' };
        return answer(said, /^(?!time=|.*level=warning)(.+)$/m);
      },
    }];
  },
};

/** `promtool check` on a copy of Prometheus's files, syntax only. */
export const promtoolValidator: Validator = {
  name: 'promtool', program: 'promtool', versionFlag: '--version', speaksFor: 'any',
  questions: (_, tree) =>
    tree.paths.filter((path) => /^(prometheus|.*(alert|rule)s?[^/]*)\.ya?ml$/.test(nameOf(path)) && /^(global|scrape_configs|groups):/m.test(tree.file(path)?.text ?? '')).map((path): Question => ({
      subject: path,
      ask: async (box, program) => {
        copyFiles(box, tree, [path]);
        const kind = /^groups:/m.test(tree.file(path)?.text ?? '') ? ['rules'] : ['config', '--syntax-only'];
        return answer(await ask(box, program, ['check', ...kind, `${box.folder}/tree/${path}`]), /FAILED:\s*(.+)/);
      },
    })),
};

/** `kubeconform -strict`; it fetches schemas unless a folder of them is named, so that without one it is not asked. */
export const kubeconformValidator: Validator = {
  name: 'kubeconform', program: 'kubeconform', versionFlag: '-v', speaksFor: 'any',
  questions: (_, tree, files) => {
    const manifests = files.filter((path) => /\.(ya?ml|json)$/.test(path) && /^apiVersion:/m.test(tree.file(path)?.text ?? '') && !/^kustomization\.ya?ml$/.test(nameOf(path)));
    return manifests.map((path): Question => ({
      subject: path,
      ask: async (box, program) => {
        const schemas = process.env['PLUMBLINE_KUBECONFORM_SCHEMAS'];
        if (schemas === undefined) return { passed: 'unknown', because: 'it would fetch schemas; name a folder of them with PLUMBLINE_KUBECONFORM_SCHEMAS' };
        copyFiles(box, tree, [path]);
        return answer(await ask(box, program, ['-strict', '-ignore-missing-schemas', '-schema-location', schemas, `${box.folder}/tree/${path}`]), / - (.+)$/m);
      },
    }));
  },
};

/** `gunicorn --check-config` on a copy. The file is Python and is run: only asked where tools are required. */
export const gunicornValidator: Validator = {
  name: 'gunicorn', program: 'gunicorn', versionFlag: '--version', speaksFor: 'any', executes: 'it would run gunicorn.conf.py; --tools require does',
  questions: (_, tree, files) =>
    files.filter((path) => /^gunicorn[^/]*\.py$/.test(nameOf(path))).map((path): Question => ({
      subject: path,
      ask: async (box, program) => {
        copyFiles(box, tree, [path]);
        box.write('tree/plumbline_app.py', 'def app(environ, start_response):\n    return []\n');
        return answer(await ask(box, program, ['--check-config', '-c', `${box.folder}/tree/${path}`, '--chdir', `${box.folder}/tree`, 'plumbline_app:app']), /^((?:Error|Invalid|[A-Za-z]+Error)[:\s].+)$/m);
      },
    })),
};
