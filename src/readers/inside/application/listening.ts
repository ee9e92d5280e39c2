import { entryId, type Entry, type Origin, type Position } from '../../../model/entry.ts';
import { isLoopback } from '../../../formats/host-port.ts';
import { portOf } from '../../../formats/connection-string/parts.ts';
import { port as portSetting } from '../../../settings/component.ts';
import { listens } from '../../../settings/found.ts';

/** A port that the server surely listens on, for others to reach. */
export function listening(component: string, port: number, origin: Origin): readonly Entry[] {
  return [
    { id: entryId({ name: component }, portSetting), component, setting: portSetting, value: port, origin },
    { id: entryId({ name: component }, listens, String(port)), component, setting: listens, subject: String(port), value: true, origin },
  ];
}

/** The same of a port that is written somewhere. */
export const listeningAt = (component: string, port: number, at: Position, text: string): readonly Entry[] => listening(component, port, { from: 'stated', at, text });

/** The port of an address that others reach (`0.0.0.0:8000`, `[::]:8000`, `:8000`); `undefined` for the loopback and for sockets. */
export function reachablePort(address: string): number | undefined {
  const [, host = '', port = ''] = /^(\[[0-9a-fA-F:]*\]|[^:/]*):([0-9]{1,5})$/.exec(address.trim()) ?? [];
  return isLoopback(host) ? undefined : portOf(port);
}

