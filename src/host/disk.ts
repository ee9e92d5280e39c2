import type { Files } from './files.ts';

/** The kinds of disk that a profile knows. */
export type DiskKind = 'hdd' | 'san' | 'ssd' | 'nvme';

/** Devices that are no disks: memory, loops, optical, and layers over other devices. */
const NO_DISK = /^(loop|ram|zram|sr|fd|dm-|md|nbd)/;

/** The kind of the largest disk, from /sys/block; `undefined` where none can be seen. */
export function diskKind(files: Files): DiskKind | undefined {
  const disks = files
    .list('/sys/block')
    .filter((name) => !NO_DISK.test(name))
    .map((name) => ({ name, sectors: Number(files.read(`/sys/block/${name}/size`) ?? 0) }))
    .filter((disk) => disk.sectors > 0)
    .sort((a, b) => b.sectors - a.sectors || (a.name < b.name ? -1 : 1));
  const disk = disks[0];
  return disk === undefined ? undefined : kindOf(files, disk.name);
}

function kindOf(files: Files, name: string): DiskKind {
  const model = files.read(`/sys/block/${name}/device/model`) ?? '';
  // Network volumes of clouds look like NVMe or SSD devices, but have the latency of a network.
  if (/elastic block store|persistentdisk|azure/i.test(model)) return 'san';
  // A virtual disk says it rotates whatever it is made of.
  if (/^x?vd/.test(name)) return 'san';
  if (name.startsWith('nvme')) return 'nvme';
  return (files.read(`/sys/block/${name}/queue/rotational`) ?? '0').trim() === '1' ? 'hdd' : 'ssd';
}
