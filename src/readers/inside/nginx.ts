import { nginxConfig, type NginxConfig } from '../../formats/nginx-config.ts';
import { withIncludes } from '../../formats/nginx-include.ts';
import { parseNginx, placeOf } from '../../formats/nginx-syntax.ts';
import { defaultEntry, type Entry } from '../../model/entry.ts';
import { NOTHING, type Facts } from '../../model/facts.ts';
import { positionIn } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import { listens } from '../../settings/found.ts';
import { cachingOf, buffersOf, headersOf } from './nginx/caching.ts';
import { nginxCommand, runsNginx } from './nginx/command.ts';
import { joined, unreadOf, type Read } from './nginx/entries.ts';
import { filesOf } from './nginx/files.ts';
import { IMAGE_FILE, isNginxImage, MAIN_PATHS, nginxImage, nginxVersion } from './nginx/image.ts';
import { limitsOf } from './nginx/limits.ts';
import { listensOf } from './nginx/listens.ts';
import { passesOf } from './nginx/passes.ts';
import { passedOn, streamConnections } from './nginx/upstreams.ts';
import { valuesOf } from './nginx/values.ts';
import { workersOf } from './nginx/workers.ts';
import { imageName, type InsideReader, type RunningContainer, type Surroundings } from './running.ts';
import { imageEntries } from './version.ts';

/** Reads the configuration of nginx as the container sees it. */
export const nginxReader: InsideReader = {
  kind: 'nginx',
  recognises: (container) => isNginxImage(container) || runsNginx(container) || container.files.some((path) => MAIN_PATHS.includes(path) || path.startsWith('/etc/nginx/')),
  read: readNginx,
};

function readNginx(container: RunningContainer, around: Surroundings): Facts {
  const { component } = container;
  const release = nginxVersion(container);
  const command = nginxCommand(container);
  const files = filesOf(container, command);
  const about = aboutImage(container);
  if (files === undefined) return { ...NOTHING, entries: about, unread: [{ component, what: 'nginx.conf', because: 'it is in the image', at: container.at }] };

  const globals = command.globals.map((file) => ({ file, ...parseNginx(file) }));
  const included = withIncludes(files.main, files);
  // A site that stands alone: what its nginx.conf says around it nobody knows.
  const fragment = container.supposed === true && included.files.includes(IMAGE_FILE);
  const config: NginxConfig = {
    ...(release?.stated === true ? { version: release.version } : {}),
    ...(isNginxImage(container) && container.supposed === undefined ? { image: imageName((container.base ?? container.image)?.text) } : {}),
    main: [...globals.flatMap(({ directives }) => directives), ...included.directives],
    complete: included.missing.length === 0 && included.cut === undefined && !fragment,
  };
  // What is stated nowhere counts for the newest version, as the image without a tag is that.
  const judged: NginxConfig = release === undefined ? config : { ...config, version: release.version };
  const passes = passesOf(judged);
  const passed = passedOn(component, judged, passes, (variable) => container.unresolved.get(variable) ?? `$${variable} is known only at run time`);
  const stream = streamConnections(component, judged);
  const image = nginxImage(container);
  const cut: readonly Unread[] = included.cut === undefined ? [] : [{ component, what: 'the rest of nginx.conf', because: 'it has more directives than are read', at: placeOf(included.cut) }];
  const found = joined(
    { entries: [...about, ...imagesOwnPort(container, included.files)], unread: [...included.missing.map((one) => unreadOf(component, one, 'the file is not among those that were found')), ...cut] },
    workersOf(container, judged, around), valuesOf(component, judged, passes), listensOf(component, judged, image?.port === 80 ? 80 : undefined),
    limitsOf(component, judged, passes), cachingOf(component, judged, passes), headersOf(component, judged, passes), buffersOf(component, judged), passed, stream,
  );
  const read = fragment ? withoutImage(found) : found;
  const flaws = [...globals.flatMap(({ file, flaws: own }) => own.map((flaw) => ({ file, flaw }))), ...included.flaws];
  const own = included.files.filter((path) => path !== IMAGE_FILE);
  return {
    entries: read.entries, unread: read.unread, connections: [...passed.connections, ...stream.connections],
    documents: [{ format: nginxConfig, component, file: own[0] ?? IMAGE_FILE, content: config }],
    problems: flaws.map(({ file, flaw }) => ({ at: positionIn(file, flaw.at.line, flaw.at.column), message: flaw.message, ...(flaw.hint === undefined ? {} : { hint: flaw.hint }) })),
    files: own,
  };
}

/** What the image's own file says is not known where the image is only supposed. */
function withoutImage({ entries, unread }: Read): Read {
  const isImages = ({ origin }: Entry): boolean => origin.from === 'default' && origin.of === IMAGE_FILE;
  const unknown = entries.filter(isImages).map(({ id, component, setting }): Unread => ({ component, id, what: setting.name, because: 'the nginx.conf around this file is not here' }));
  return { entries: entries.filter((entry) => !isImages(entry)), unread: [...unread, ...unknown] };
}

/** The image and the version that its tag names. */
function aboutImage(container: RunningContainer): readonly Entry[] {
  if (container.supposed) return [];
  const release = nginxVersion(container);
  return imageEntries(container, container.base ?? container.image, release?.stated === true ? release.version : undefined, release?.version);
}

/** The port of the server that the image brings along, while no file of the tree can have replaced it. */
function imagesOwnPort(container: RunningContainer, read: readonly string[]): readonly Entry[] {
  const port = nginxImage(container)?.port;
  const untouched = container.build === undefined && read.every((path) => path === IMAGE_FILE) && !container.files.some((path) => path.startsWith('/etc/nginx/'));
  return port === undefined || !untouched ? [] : [defaultEntry(container.component, listens, true, 'nginx image', String(port))];
}
