import { NOTHING, type Facts } from '../../../model/facts.ts';
import { go_memory_limit } from '../../../settings/application.ts';
import type { RunningContainer } from '../running.ts';
import { stating } from './state.ts';

/** What only Go's runtime reads: GOMEMLIMIT, in bytes with or without a unit; `off` is no limit. */
export function goLimit({ component, environment }: RunningContainer): Facts {
  const word = environment.get('GOMEMLIMIT');
  if (word === undefined || !/^[0-9]{1,15}(?:B|[KMGT]iB)?$/.test(word.text)) return NOTHING;
  return stating(component, go_memory_limit, { text: word.text.replace(/^([0-9]+)B$/, '$1'), at: word.at, shown: `GOMEMLIMIT: ${word.text}` });
}
