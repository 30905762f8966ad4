/** What a container runtime puts over an image's filesystem: /dev, /sys, and the files about host and network. */
import { toBytes } from '../filesystem/byte-string.ts';
import type { DirectoryNode, FileNode, TreeNode } from '../filesystem/tree.ts';

const owned = (mode: number) => ({ mode, uid: 0, gid: 0, mtime: 0n });

const directory = (mode: number, entries: readonly (readonly [string, TreeNode])[] = []): DirectoryNode => ({
  type: 'directory',
  ...owned(mode),
  entries: new Map(entries),
});

const device = (minor: number, major = 1): TreeNode => ({
  type: 'character-device',
  ...owned(0o666),
  major,
  minor,
  links: 1,
});

const link = (target: string): TreeNode => ({ type: 'symlink', ...owned(0o777), target, links: 1 });

/** /dev as the OCI runtime specification fills it ("Default Devices", "Dev symbolic links"). */
export const deviceDirectory: DirectoryNode = directory(0o755, [
  ['fd', link('/proc/self/fd')],
  ['full', device(7)],
  ['mqueue', directory(0o1777)],
  ['null', device(3)],
  ['pts', directory(0o755)],
  ['random', device(8)],
  ['shm', directory(0o1777)],
  ['stderr', link('/proc/self/fd/2')],
  ['stdin', link('/proc/self/fd/0')],
  ['stdout', link('/proc/self/fd/1')],
  ['tty', device(0, 5)],
  ['urandom', device(9)],
  ['zero', device(5)],
]);

/** As little of /sys as there is to say: no network interface but the loopback, one processor. */
export const systemDirectory: DirectoryNode = directory(0o555, [
  ['class', directory(0o555, [['net', directory(0o555, [['lo', directory(0o555)]])]])],
  [
    'devices',
    directory(0o555, [
      ['system', directory(0o555, [['cpu', directory(0o555, [['cpu0', directory(0o555)]])]])],
    ]),
  ],
  ['fs', directory(0o555, [['cgroup', directory(0o555)]])],
]);

const textFile = (text: string): FileNode => ({
  type: 'file',
  ...owned(0o644),
  content: toBytes(text),
  links: 1,
});

export const hostsFile = (hostname: string): FileNode =>
  textFile(`127.0.0.1\tlocalhost ${hostname}\n::1\tlocalhost ip6-localhost ip6-loopback\n`);

export const resolverFile: FileNode = textFile('# This sandbox has no network.\n');
