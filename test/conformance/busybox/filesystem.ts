/** The filesystem that busybox's tests run in: our busybox under all its names, the tests at `/src`. */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fromText } from '../../../src/filesystem/byte-string.ts';
import { emptyTree, type Tree, type TreeNode } from '../../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../../src/filesystem/tree-builder.ts';

const owned = (mode: number) => ({ mode, uid: 0, gid: 0, mtime: 0n });

const file = (content: Uint8Array | string, mode = 0o644): TreeNode => ({
  type: 'file',
  ...owned(mode),
  content: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  links: 1,
});

const directory = (mode = 0o755): TreeNode => ({ type: 'directory', ...owned(mode), entries: new Map() });
const link = (target: string): TreeNode => ({ type: 'symlink', ...owned(0o777), target, links: 1 });

export function testFilesystem(busybox: Uint8Array, applets: readonly string[], folder: string): Tree {
  const builder = new TreeBuilder(emptyTree);
  for (const path of ['/dev', '/etc', '/home', '/mnt', '/proc', '/run', '/src', '/sys', '/var/log']) {
    builder.put(path, directory());
  }
  for (const path of ['/tmp', '/var/tmp']) builder.put(path, directory(0o1777));
  builder.put('/root', directory(0o700));
  builder.put('/bin/busybox', file(busybox, 0o755));
  for (const path of applets) if (path !== '/bin/busybox') builder.put(path, link('/bin/busybox'));
  builder.put(
    '/etc/passwd',
    file(
      'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n' +
        'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
    ),
  );
  builder.put('/etc/group', file('root:x:0:\ndaemon:x:1:\ntty:x:5:\nnogroup:x:65534:\n'));
  builder.put('/etc/shadow', file('root:*:19000:0:99999:7:::\n', 0o600));
  builder.put('/etc/hostname', file('localhost\n'));
  builder.put('/etc/shells', file('/bin/sh\n'));
  copyIn(builder, folder, '/src');
  builder.put('/src/busybox', file(busybox, 0o755));
  return builder.finish();
}

function copyIn(builder: TreeBuilder, from: string, to: string): void {
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    const target = `${to}/${fromText(name)}`;
    const stat = lstatSync(source);
    if (stat.isDirectory()) {
      builder.put(target, directory());
      copyIn(builder, source, target);
    } else if (stat.isSymbolicLink()) builder.put(target, link(readlinkSync(source)));
    else if (stat.isFile())
      builder.put(target, file(new Uint8Array(readFileSync(source)), stat.mode & 0o777));
  }
}
