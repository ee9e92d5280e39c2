import { suggestion } from '../formats/suggest.ts';
import { fail } from '../model/problem.ts';
import { quoted } from '../model/quote.ts';
import { isExternal, type Component, type Stack } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';

/** The component that a load is put on: the one that is named, else the proxy, else the first application. */
export function loadableIn(plan: Stack, named: string | undefined): Component {
  const answering = plan.components.filter((component) => !isExternal(plan, component) && (component.kind === 'nginx' || isApplication(component)));
  const names = answering.map(({ name }) => name);
  if (named === undefined) return answering.find(({ kind }) => kind === 'nginx') ?? answering[0] ?? fail(`${plan.name} has neither a proxy nor an application that could be started here`);
  return answering.find(({ name }) => name === named) ?? fail(`expected a component that answers HTTP requests and runs here, found ${quoted(named)}`, { file: '--at', line: 0, column: 0 }, suggestion(named, names));
}
