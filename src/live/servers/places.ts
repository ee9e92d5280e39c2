import { dirname } from 'node:path';
import type { Component } from '../../model/stack.ts';
import type { Places } from '../environment.ts';
import { textOf } from '../services.ts';
import type { Copy, Site } from '../site.ts';

/** Writes the rendered files of an application for one copy of it; tells where they, their folders and its scratch folders are. */
export function placesOf(site: Site, component: Component, copy: Copy): Places {
  const { configs = [], scratch = [] } = site.services.get(component.name) ?? {};
  const files = configs.map(({ file, target }) => [target, site.folder.write(`${copy.folder}${target}`, textOf(site.files, file))] as const);
  const folders = new Map(files.map(([target, path]) => [dirname(target), dirname(path)]));
  return new Map([...files, ...folders, ...scratch.map((folder) => [folder, site.folder.makeFolder(`${copy.folder}${folder}`)] as const)]);
}
