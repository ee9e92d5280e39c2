import { expression, type Language } from '../../formats/placeholders.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Said } from '../said.ts';

/** A language that requests are written in: texts, and mappings of texts. */
export interface RequestLanguage extends Language {
  readonly mapping: (entries: Readonly<Record<string, string>>) => string;
}

/** The requests of a scenario as a template of that language takes them. */
export const requestLines = (requests: Scenario, weights: readonly Said[], language: RequestLanguage) =>
  requests.map(({ name, method, path, headers, body }, index) => ({
    name: language.quote(name),
    weight: weights[index] ?? { value: '', why: '' },
    method: language.quote(method),
    path: expression(path, language),
    headers: headers !== undefined && language.mapping(headers),
    body: body !== undefined && expression(body, language),
  }));
