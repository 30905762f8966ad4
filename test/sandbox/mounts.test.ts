import { describe, expect, test } from 'vitest';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { type DirectoryNode, emptyTree, type Tree } from '../../src/filesystem/tree.ts';
import { appUser, contentOf, directory, file, image, sh, symlink, treeWith } from './shell.ts';

const folder: DirectoryNode = treeWith({ '/a': file('a\n'), '/sub/b': file('b\n') }, emptyTree).root;
const as = (root: DirectoryNode): Tree => ({ root });
const mountOf = (target: string, readOnly = false, content = folder) => ({ target, content, readOnly });

/** The content of a mount that was a folder. */
function folderAfter(mounts: Awaited<ReturnType<typeof sh>>['mounts'], at = 0): Tree {
  const node = mounts[at];
  if (node?.type !== 'directory') throw new Error(`mount ${at} is no folder`);
  return as(node);
}

describe('a folder that is mounted', () => {
  test('hides what is below and is not part of the tree', async () => {
    const root = treeWith({ '/mnt/hidden': file('hidden\n') });
    const { out, tree, mounts } = await sh('ls -R /mnt; cat /mnt/sub/b', { root, mounts: [mountOf('/mnt')] });
    expect(out).toBe('/mnt:\na\nsub\n\n/mnt/sub:\nb\nb\n');
    expect(tree).toBe(root);
    expect(mounts).toEqual([folder]);
    expect(mounts[0]).toBe(folder);
  });

  test('is given back as it was left', async () => {
    const { tree, mounts } = await sh('echo new > /mnt/sub/new; rm /mnt/a', { mounts: [mountOf('/mnt')] });
    expect(tree).toBe(image);
    const after = folderAfter(mounts);
    expect(contentOf(after, '/sub/new')).toBe('new\n');
    expect(nodeAt(after, '/a')).toBeUndefined();
    expect(nodeAt(after, '/sub/b')).toBe(nodeAt(as(folder), '/sub/b'));
    expect(nodeAt(as(folder), '/a')).toBeDefined();
  });

  test('makes its target and takes it away again, with its parents; times of what stood there stay', async () => {
    const { tree } = await sh('ls /opt/deep/er; ls -d /opt/deep', { mounts: [mountOf('/opt/deep/er')] });
    expect(tree).toBe(image);
    const inEtc = await sh('true', { mounts: [mountOf('/etc/conf.d')] });
    expect(inEtc.tree).toBe(image);
  });

  test('leaves the parents that a command put something into', async () => {
    const { tree } = await sh('echo x > /opt/kept', { mounts: [mountOf('/opt/cache')] });
    expect(contentOf(tree, '/opt/kept')).toBe('x\n');
    expect(nodeAt(tree, '/opt/cache')).toBeUndefined();
  });

  test('read-only answers so to every change', async () => {
    const script =
      'cd /mnt; for c in "touch a" "rm a" "mkdir d" "mv a c" "chmod 777 a" "ln a c" "ln -s x y"; do $c; done; echo x > a; echo x > new; cat a';
    const { out, err, mounts } = await sh(script, { mounts: [mountOf('/mnt', true)] });
    expect(out).toBe('a\n');
    const lines = err.trim().split('\n');
    expect(lines).toHaveLength(9);
    for (const line of lines) expect(line).toContain('Read-only file system');
    expect(mounts[0]).toBe(folder);
  });

  test('.. leads out of it, and pwd names it', async () => {
    const script =
      'cd /mnt/sub; cd ../..; pwd -P; cd /mnt/sub/../..; pwd -P; ls -d /mnt/../etc; cd /mnt/sub; pwd -P; ls -di /mnt/.. / | cut -c1-9 | sort -u | wc -l';
    expect((await sh(script, { mounts: [mountOf('/mnt')] })).out).toBe('/\n/\n/mnt/../etc\n/mnt/sub\n1\n');
  });

  test('.. leads out of two that lie on one another', async () => {
    const other = treeWith({ '/upper': file('') }, emptyTree).root;
    const mounts = [mountOf('/srv/m'), mountOf('/srv/m', false, other)];
    const { out } = await sh('ls /srv/m; cd /srv/m; cd -P ..; pwd; ls /srv/m/..', { mounts });
    expect(out).toBe('upper\n/srv\nm\n');
  });

  test('others may lie in it; theirs is not in its content', async () => {
    const inner = treeWith({ '/in': file('inner\n') }, emptyTree).root;
    const { out, mounts } = await sh(
      'cat /mnt/sub/in /mnt/new/in; ls /mnt; echo x > /mnt/new/x; echo y > /mnt/y',
      {
        mounts: [mountOf('/mnt'), mountOf('/mnt/sub', false, inner), mountOf('/mnt/new', false, inner)],
      },
    );
    expect(out).toBe('inner\ninner\na\nnew\nsub\n');
    expect(nodeAt(folderAfter(mounts, 0), '/new')).toBeUndefined();
    expect(contentOf(folderAfter(mounts, 0), '/sub/b')).toBe('b\n');
    expect(contentOf(folderAfter(mounts, 0), '/y')).toBe('y\n');
    expect(mounts[1]).toBe(inner);
    expect(contentOf(folderAfter(mounts, 2), '/x')).toBe('x\n');
  });

  test('can be neither removed nor moved, and files are not moved or linked into it', async () => {
    const script =
      'rmdir /mnt; mv /mnt /mnt2; ln /etc/passwd /mnt/p; mv /etc/group /mnt/g && cat /mnt/g | head -n 1';
    const { err, out } = await sh(script, { mounts: [mountOf('/mnt')] });
    expect(err.match(/Resource busy|Device or resource busy/g)).toHaveLength(2);
    expect(err).toContain('Cross-device link');
    // `mv` copies where it can't rename.
    expect(out).toBe('root:x:0:\n');
  });

  test('through a link of the image lands where the link leads', async () => {
    const root = treeWith({ '/var/run': symlink('/run'), '/run': directory() });
    const { out, tree } = await sh('cat /run/x/a', { root, mounts: [mountOf('/var/run/x')] });
    expect(out).toBe('a\n');
    expect(tree).toBe(root);
  });

  test('has the permissions of its root', async () => {
    const closed: DirectoryNode = { ...folder, mode: 0o700 };
    const { err } = await sh('ls /mnt', { user: appUser, mounts: [mountOf('/mnt', false, closed)] });
    expect(err).toBe("ls: can't open '/mnt': Permission denied\n");
  });
});

describe('a file that is mounted', () => {
  const secret = file('secret\n', 0o400);

  test('is read there and leaves nothing behind', async () => {
    const { out, tree, mounts } = await sh('cat /run/secrets/key; ls -l /run/secrets | cut -c1-10', {
      mounts: [{ target: '/run/secrets/key', content: secret, readOnly: true }],
    });
    expect(out).toBe('secret\ntotal 4    \n-r--------\n'.replace('total 4    ', 'total 4'));
    expect(tree).toBe(image);
    expect(mounts[0]).toBe(secret);
  });

  test('over a file of the image hides it; writes go to the mount', async () => {
    const { out, tree, mounts } = await sh('cat /etc/group; echo new > /etc/group; echo x > /etc/y', {
      mounts: [{ target: '/etc/group', content: secret, readOnly: false }],
    });
    expect(out).toBe('secret\n');
    expect(contentOf(tree, '/etc/group')).toBe(contentOf(image, '/etc/group'));
    expect(mounts[0]).toMatchObject({ type: 'file', mode: 0o400 });
    expect(contentOf(as({ ...folder, entries: new Map([['f', mounts[0] ?? secret]]) }), '/f')).toBe('new\n');
  });

  test('can not lie on a folder, nor a folder on a file: the step can not start', async () => {
    const onFolder = sh('true', { mounts: [{ target: '/etc', content: secret, readOnly: true }] });
    await expect(onFolder).rejects.toMatchObject({ name: 'RunStartError', exitCode: 125 });
    await expect(onFolder).rejects.toThrow('error mounting to rootfs at "/etc"');
    await expect(sh('true', { mounts: [mountOf('/etc/passwd')] })).rejects.toThrow('not a directory');
    await expect(sh('true', { mounts: [mountOf('/etc/passwd/x')] })).rejects.toThrow('not a directory');
  });
});

describe('what the runtime mounts', () => {
  test('an image without /proc, /dev, /sys and /etc has them for the run only', async () => {
    const builder = treeWith({ '/bin': image.root.entries.get('bin') ?? directory() }, emptyTree);
    const { out, tree } = await sh('ls /; ls /etc; grep buildkit /etc/hosts; ls /dev/null', {
      root: builder,
    });
    expect(out).toBe(
      'bin\ndev\netc\nproc\nsys\nhosts\nresolv.conf\n127.0.0.1\tlocalhost buildkitsandbox\n/dev/null\n',
    );
    expect(tree).toBe(builder);
  });

  test('mount and /proc/mounts list them', async () => {
    const { out } = await sh('cut -d" " -f1,2,4 /proc/mounts', { mounts: [mountOf('/mnt', true)] });
    expect(out.split('\n')).toEqual(
      expect.arrayContaining([
        'overlay / rw',
        'proc /proc rw',
        'tmpfs /dev rw',
        'sysfs /sys ro',
        'overlay /mnt ro',
      ]),
    );
  });
});
