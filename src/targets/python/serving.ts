import { decimalIn, inDocstring } from '../../formats/python-values.ts';
import { fill } from '../../formats/template.ts';
import { inComment } from '../../formats/units.ts';
import { entryOf, valueOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as python from '../../settings/python.ts';
import template from '../../../templates/serving.py.hbs';
import { FULL_PATH, LIVE_PATH, READY_PATH } from '../node/paths.ts';
import { sayer } from '../said.ts';
import { cachesFor, databasesFor, documentsFor } from './links.ts';

/** The serving.py of one Python application: its health and its metrics, and the limits that its framework lacks. */
export function renderServing(plan: Stack, application: Component): string {
  const worker = application.kind === 'python';
  const asgi = !worker && valueOf(plan, application, c.interface_) === 'asgi';
  const pools = databasesFor(plan, application).length > 0;
  const critical = [...(pools ? ['"database": serving.answers(engine)'] : []), ...(documentsFor(plan, application).length > 0 ? ['"documents": lambda: documents.admin.command("ping")'] : [])];
  const others = cachesFor(plan, application).length > 0 ? ', others={"cache": cache.ping}' : '';
  const services = `critical={${critical.join(', ')}}`;
  return fill(template, {
    name: inDocstring(inComment(application.name)),
    worker, asgi, pools,
    gunicorn: application.kind === 'gunicorn',
    wsgi: !worker && !asgi,
    paths: { live: LIVE_PATH, ready: READY_PATH, full: FULL_PATH },
    anyio: entryOf(plan, application, python.anyio_tokens) !== undefined,
    patience: asgi && sayer(plan, application)(container.health_timeout, decimalIn(SECOND)),
    usage: worker ? ['def work() -> None:', `    serving.start(${services})`, '    while not serving.leaving():', '        ...  # one message, and settings.heartbeat()', '', 'serving.run(work)']
      : asgi ? [`app.add_middleware(serving.asgi, ${services}${others})`]
        : [`app.wsgi_app = serving.wsgi(app.wsgi_app, ${services}${others})`],
  });
}
