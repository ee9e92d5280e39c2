import { fill, type Template } from '../formats/template.ts';
import { inComment } from '../formats/units.ts';
import type { Stack } from '../model/stack.ts';
import type { RenderedFile, Target } from '../model/target.ts';
import { scenarioOf } from '../rules/scenario/requests.ts';
import k6 from '../../templates/k6.js.hbs';
import locust from '../../templates/locustfile.py.hbs';
import wrk from '../../templates/wrk.lua.hbs';
import { entranceOf, placeOf } from './loadtest/address.ts';
import { javascript, lua, python } from './loadtest/languages.ts';
import { numbersOf, trustNotes, weightsOf } from './loadtest/load.ts';
import { readme, wrkCommand } from './loadtest/readme.ts';
import { requestLines, type RequestLanguage } from './loadtest/requests.ts';

/** The scenario as load tests of k6, Locust and wrk, and how to run them. */
export const loadtestTarget: Target = {
  name: 'loadtest',
  about: 'load tests of k6, Locust and wrk: the scenario at the target rate, judged by the targets',
  render: async (plan) => loadtestFiles(plan),
};

/** The load tests of a plan; none where nobody answers, or nothing is known that could be asked. */
export function loadtestFiles(plan: Stack): readonly RenderedFile[] {
  const entrance = entranceOf(plan);
  const requests = scenarioOf(plan);
  if (entrance === undefined || requests.length === 0) return [];
  const numbers = numbersOf(plan);
  const { url, host, notes: named } = placeOf(plan, entrance);
  const notes = [...trustNotes(plan), ...named];
  const weights = weightsOf(plan, requests);
  const file = (name: string, template: Template, language: RequestLanguage): RenderedFile => ({
    path: `loadtest/${name}`,
    text: fill(template, {
      ...numbers,
      stack: inComment(plan.name),
      notes,
      command: wrkCommand(numbers, url),
      url: { ...url, value: language.quote(url.value) },
      host: host && { ...host, value: language.quote(host.value) },
      requests: requestLines(requests, weights, language),
    }),
  });
  return [
    { path: 'loadtest/README.md', text: readme(plan, { requests, weights, numbers, url, notes }) },
    file('k6.js', k6, javascript),
    file('locustfile.py', locust, python),
    file('wrk.lua', wrk, lua),
  ];
}
