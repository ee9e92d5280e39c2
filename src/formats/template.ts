import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';

// The types of `handlebars/runtime` are empty; it is Handlebars without its compiler.
const { template: ready } = runtime as unknown as typeof Handlebars;

/** A precompiled template and the partials that it names; importing an `.hbs` file gives one. */
export interface Template {
  readonly name: string;
  readonly spec: unknown;
  readonly partials: () => Readonly<Record<string, Template>>;
}

/** What a template is filled with: plain data, every name it uses present, every number already text or final. */
export type TemplateData = Readonly<Record<string, unknown>>;

type Filled = Handlebars.TemplateDelegate;

/** A template and all partials below it, ready to run. */
interface Ready {
  readonly main: Filled;
  readonly partials: Readonly<Record<string, Filled>>;
}

const made = new WeakMap<Template, Ready>();

/** Making a template ready costs more than filling it, so it is done once. */
function readied(template: Template): Ready {
  const known = made.get(template);
  if (known !== undefined) return known;
  const now = { main: ready(template.spec as TemplateSpecification), partials: partialsOf(template) };
  made.set(template, now);
  return now;
}

/** The partials of a template and of its partials, ready to run. */
function partialsOf(template: Template, found: Record<string, Filled> = {}): Record<string, Filled> {
  for (const [name, partial] of Object.entries(template.partials())) {
    if (found[name] !== undefined) continue;
    found[name] = ready(partial.spec as TemplateSpecification);
    partialsOf(partial, found);
  }
  return found;
}

/**
 * The text of a template with its holes filled. A name that the data lacks is an error. Nothing is
 * escaped: what goes into a hole must already be spelled for the format. Blanks at line ends go,
 * and the text ends in one newline.
 */
export function fill(template: Template, data: TemplateData): string {
  const { main, partials } = readied(template);
  return `${main(data, { partials }).split('\n').map(withoutBlanks).join('\n').trimEnd()}\n`;
}

/** A line without the blanks at its end. To look at its last character first is far quicker than a search for runs of blanks. */
const withoutBlanks = (line: string): string => (line.endsWith(' ') || line.endsWith('\t') ? line.replace(/[ \t]+$/, '') : line);
