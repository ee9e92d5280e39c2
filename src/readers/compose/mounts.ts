import { absolute } from '../../formats/dockerfile-image.ts';
import { dockerSize } from '../../formats/docker-values.ts';
import { tmpfs_size, volume_size } from '../../settings/container.ts';
import { bind, read_only_mount, tmpfs, volume } from '../../settings/found.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Around } from './around.ts';
import { embedded, isNull, under, type Group, type Node, type Text } from './node.ts';
import { sectionOf } from './load.ts';
import { inTree, looksLikeFile } from './paths.ts';
import { textsOf } from './shapes.ts';
import { itemsOf, shown, state, stateText, wrong, type Service } from './stating.ts';

/** Something that covers a path of the container: from the tree, a text of its own, or nothing that is known. */
export type Mount = { readonly target: string; readonly readOnly?: true } & ({ readonly path: string } | { readonly file: SourceFile } | object);

/** States the volumes, configs and secrets of a service, and gives what covers which path. */
export function readMounts(service: Service, node: Group, around: Around): readonly Mount[] {
  return [
    ...itemsOf(service, 'volumes', under(node, 'volumes')).flatMap((item) => readVolume(service, item, around)),
    ...textsOf(under(node, 'tmpfs')).map((text) => readTmpfs(service, text)),
    ...itemsOf(service, 'configs', under(node, 'configs')).flatMap((item) => readConfig(service, item, around)),
    ...itemsOf(service, 'secrets', under(node, 'secrets')).flatMap((item) => readSecret(service, item, around)),
  ];
}

interface Volume {
  readonly type: string;
  readonly source?: Text;
  readonly target: string;
}

function readVolume(service: Service, item: Node, around: Around): readonly Mount[] {
  const found = item.kind === 'text' ? short(item) : item.kind === 'group' ? long(item) : undefined;
  if (found === undefined) {
    wrong(service, 'volumes', item, 'a volume such as data:/var/lib/data or ./nginx.conf:/etc/nginx/nginx.conf');
    return [];
  }
  const target = absolute(found.target, '/');
  if (!isReadOnly(item)) return [readVolumeAt(service, item, found, target, around)];
  state(service, read_only_mount, true, (found.source ?? item).at, { subject: target, text: item.kind === 'text' ? shown(undefined, item.written) : 'read_only: true' });
  return [{ ...readVolumeAt(service, item, found, target, around), readOnly: true }];
}

function readVolumeAt(service: Service, item: Node, found: Volume, target: string, around: Around): Mount {
  if (found.type === 'bind' && found.source !== undefined) return readBind(service, found.source, target, around);
  const at = (found.source ?? item).at;
  const text = item.kind === 'text' ? item.written : `${found.source?.written ?? ''} ${found.target}`;
  if (found.type === 'tmpfs') {
    const size = stateText(service, tmpfs, under(item, 'tmpfs', 'size'), dockerSize, 'a size such as 64m', { subject: target, key: 'size' });
    if (size === undefined) state(service, tmpfs, 0, at, { subject: target, text: shown(undefined, text) });
    if (size !== undefined && target === '/tmp') stateText(service, tmpfs_size, under(item, 'tmpfs', 'size'), dockerSize, 'a size');
  } else if (found.type === 'volume') {
    state(service, volume, found.source?.text ?? '', at, { subject: target, text: shown(undefined, text) });
    if (found.source !== undefined) readSize(service, found.source.text, around);
  }
  return { target };
}

/** `[source:]target[:mode]`; a source that begins like a path is one. */
function short(item: Text): Volume | undefined {
  if (isNull(item)) return undefined;
  const colons = [...item.text.matchAll(/:/g)].map(({ index }) => index).filter((at) => !isDrive(item.text, at) && !isInside(item.text, at));
  const [first, second] = colons;
  if (first === undefined) return { type: 'volume', target: item.text };
  const source = { ...item, text: item.text.slice(0, first) };
  const because = source.text.includes('$') || item.because === undefined ? item.because : undefined;
  const { because: _because, ...plain } = source;
  const from: Text = because === undefined ? plain : { ...plain, because };
  const target = item.text.slice(first + 1, second);
  if (target === '' || source.text === '') return undefined;
  return { type: /^(?:[./~]|[A-Za-z]:[\\/]|\$)/.test(source.text) ? 'bind' : 'volume', source: from, target };
}

/** `:ro` behind the target, alone or among other options, or `read_only: true`. */
function isReadOnly(item: Node): boolean {
  if (item.kind === 'text') return /:(?:[a-zA-Z]{1,20},)*ro(?:,[a-zA-Z]{1,20})*$/.test(item.text);
  const stated = under(item, 'read_only');
  return stated?.kind === 'text' && stated.text === 'true';
}

/** The colon of a Windows path such as `C:\\data`. */
const isDrive = (text: string, at: number): boolean => /^[A-Za-z]$/.test(text.slice(Math.max(0, text.lastIndexOf(':', at - 1) + 1), at)) && /^[\\/]/.test(text.slice(at + 1)) && at <= 1;

/** A colon within `${…}` that stays as it is written. */
const isInside = (text: string, at: number): boolean => text.lastIndexOf('${', at) > text.lastIndexOf('}', at);

function long(group: Group): Volume | undefined {
  const [type, source, target] = ['type', 'source', 'target'].map((key) => under(group, key));
  if (target?.kind !== 'text' || isNull(target)) return undefined;
  return { type: type?.kind === 'text' ? type.text : 'volume', target: target.text, ...(source?.kind === 'text' && !isNull(source) ? { source } : {}) };
}

function readBind(service: Service, source: Text, target: string, around: Around): Mount {
  const path = inTree(service, source, 'volumes', around);
  if (path === undefined) return { target };
  const there = around.tree.file(path) !== undefined || around.tree.folder(path) || around.tree.refused.has(path);
  if (there) state(service, bind, path, source.at, { subject: target, text: shown(undefined, `${source.written}:${target}`.replace(/^(.*):([^:]*):\2$/, '$1:$2')) });
  else if (looksLikeFile(source.text, target)) around.absent(service, path, 'bind', source);
  return { target, path };
}

/** `/tmp:size=64m,mode=1777`. */
function readTmpfs(service: Service, text: Text): Mount {
  const colon = text.text.indexOf(':');
  const target = absolute(colon < 0 ? text.text : text.text.slice(0, colon), '/');
  const stated = /(?:^|[:,])size=([^,]*)/.exec(text.text)?.[1];
  const size = stated === undefined ? 0 : dockerSize(stated);
  if (text.because !== undefined) service.report.unread({ component: service.name, id: `${service.name}.container.tmpfs[${target}]`, what: `tmpfs: ${text.text}`, because: text.because, at: text.at });
  else if (size === undefined && !(stated ?? '').endsWith('%')) wrong(service, 'tmpfs', text, 'a size such as size=64m');
  else if (size !== undefined) {
    state(service, tmpfs, size, text.at, { subject: target, text: shown(undefined, text.written) });
    if (target === '/tmp' && size > 0) state(service, tmpfs_size, size, text.at, { text: shown(undefined, text.written) });
  }
  return { target };
}

/** The size that a volume's options state. */
function readSize(service: Service, name: string, { model }: Around): void {
  const options = under(sectionOf(model, 'volumes').get(name)?.value, 'driver_opts');
  stateText(service, volume_size, under(options, 'size'), dockerSize, 'a size such as 10g', { key: 'size' });
  const line = under(options, 'o');
  const size = line?.kind === 'text' ? dockerSize(/(?:^|,)size=([^,]*)/.exec(line.text)?.[1] ?? '') : undefined;
  if (size !== undefined && line?.kind === 'text') state(service, volume_size, size, line.at, { text: shown('o', line.written) });
}

function readConfig(service: Service, item: Node, around: Around): readonly Mount[] {
  const source = item.kind === 'text' ? item : under(item, 'source');
  if (source?.kind !== 'text') {
    wrong(service, 'configs', item, 'the name of a config');
    return [];
  }
  const stated = under(item, 'target');
  const target = absolute(stated?.kind === 'text' ? stated.text : source.text, '/');
  const config = sectionOf(around.model, 'configs').get(source.text)?.value;
  const [file, content] = [under(config, 'file'), under(config, 'content')];
  if (content?.kind === 'text') return [{ target, file: embedded(content) }];
  return [file?.kind === 'text' ? readFile(service, file, item, target, 'config', around) : { target }];
}

function readFile(service: Service, file: Text, use: Node, target: string, as: string, around: Around): Mount {
  const path = inTree(service, file, as, around);
  if (path === undefined) return { target };
  if (around.tree.file(path) === undefined && !around.tree.refused.has(path)) {
    around.absent(service, path, as, file);
    return { target };
  }
  if (as === 'secret') return { target };
  state(service, bind, path, use.at, { subject: target, text: shown(undefined, `${file.written}:${target}`) });
  return { target, path };
}

/** What a secret holds is never read; only whether its file is there. */
function readSecret(service: Service, item: Node, around: Around): readonly Mount[] {
  const source = item.kind === 'text' ? item : under(item, 'source');
  if (source?.kind !== 'text') return [];
  const stated = under(item, 'target');
  const target = absolute(stated?.kind === 'text' ? stated.text : source.text, '/run/secrets');
  const file = under(sectionOf(around.model, 'secrets').get(source.text)?.value, 'file');
  return [file?.kind === 'text' ? readFile(service, file, item, target, 'secret', around) : { target }];
}

