import { quoted } from '../../model/quote.ts';
import { isNull, shapeOf, under, type Field, type Group } from './node.ts';
import type { Report } from './report.ts';
import { textsOf } from './shapes.ts';

/** A service of a project. */
export interface Named extends Field {
  readonly value: Group;
}

const NAME = /^[a-zA-Z0-9._-]{1,200}$/;

/** The services that run: those without a profile, and those of the profiles that are asked for (`*` for all). */
export function servicesOf(model: Group, profiles: readonly string[], report: Report): readonly Named[] {
  const section = model.fields.get('services');
  if (section === undefined) return [];
  if (section.value.kind !== 'group') {
    if (!isNull(section.value)) report.problem({ at: section.value.at, message: `services: expected a mapping, found ${shapeOf(section.value)}` });
    return [];
  }
  return [...section.value.fields.values()].flatMap((field): readonly Named[] => {
    if (field.key.startsWith('x-')) return [];
    if (!NAME.test(field.key)) {
      report.problem({ at: field.at, message: `services: expected a name of letters, digits and . _ -, found ${quoted(field.key)}` });
      return [];
    }
    const { value } = field;
    if (value.kind !== 'group') {
      report.problem({ at: field.at, message: `services.${field.key}: expected a mapping, found ${shapeOf(value)}` });
      return [];
    }
    if (runs(value, profiles)) return [{ ...field, value }];
    const own = profilesOf(value);
    report.unread({ what: `service ${field.key}`, because: `only in profile ${own.join(', ')}; --compose-profiles ${own[0] ?? ''} reads it`, at: field.at });
    return [];
  });
}

const profilesOf = (service: Group): readonly string[] => textsOf(under(service, 'profiles')).map((text) => text.text);

function runs(service: Group, profiles: readonly string[]): boolean {
  const own = profilesOf(service);
  return own.length === 0 || profiles.includes('*') || own.some((profile) => profiles.includes(profile));
}
