import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { examples, measures, project, type } from '../docs/project.ts';
import { stackPrograms, stackTools } from '../live/tools.ts';
import { describeWith } from '../servers/describe-with.ts';
import { answersAfter, withServer } from './servers.ts';

const root = join(import.meta.dirname, '../..');
const lines = examples.flatMap((each) => each.lines).filter(measures);
const started = lines.filter((line) => line.includes(' --start'));
const elsewhere = lines.filter((line) => line.includes(' --url '));
/** How long a bench takes is not what its example says. */
const SHORT = '--quick --rate 20 --duration 1s --warm-up 1s';

it('an example of gen bench either starts a stack or names one', () => {
  expect([...started, ...elsewhere].sort()).toEqual(lines.toSorted());
});

it('the examples of gen bench --url work with a server that is there', async () => {
  const folder = await project();
  await withServer(answersAfter(1), async (url) => {
    const ended = await Promise.all(elsewhere.map((line) => type(folder, `${line.replace(/(?<=--url )\S+/, url)} ${SHORT}`)));
    for (const [i, { code, said }] of ended.entries()) expect([0, 1], `${elsewhere[i]}\n${said}`).toContain(code);
  });
});

describeWith('the examples of gen bench --start', stackTools, () => {
  const programs = (): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(stackPrograms()).map(([name, path]) => [`PLUMBLINE_${name.toUpperCase().replaceAll('-', '_')}`, path]));

  it('start the stack, with the application of the tests, and put load on it', async () => {
    const folder = await project();
    cpSync(join(root, 'test/live/app/server.mjs'), join(folder, 'server.js'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'migrate.mjs'), '');
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const line of started) {
      const application = line.includes(' --app ') ? '--app-dir .' : "--app 'node server.js' --app-dir .";
      const { code, said } = await type(folder, `exec ${line} ${application} ${SHORT}`, programs(), /: load of .* for about/);
      // What follows is measured in start.test.ts; here Ctrl-C ends it, with or without a result.
      expect([0, 1, 130], `${line}\n${said}`).toContain(code);
      expect(said).toContain('load of 20/s');
    }
  });
});
