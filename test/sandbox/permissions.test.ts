import { describe, expect, test } from 'vitest';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import type { TreeNode } from '../../src/filesystem/tree.ts';
import { appUser, busyboxBytes, contentOf, directory, file, outcome, run, sh, treeWith } from './shell.ts';

const asApp = { user: appUser };

describe('a user who is not root', () => {
  test.each([
    ['echo x > /etc/new', "/bin/sh: can't create /etc/new: Permission denied"],
    ['echo x >> /etc/passwd', "/bin/sh: can't create /etc/passwd: Permission denied"],
    ['ls /root', "ls: can't open '/root': Permission denied"],
    ['cat /root/secret', "cat: can't open '/root/secret': Permission denied"],
    ['cd /root', "/bin/sh: cd: line 0: can't cd to /root: Permission denied"],
    ['mkdir /srv', "mkdir: can't create directory '/srv': Permission denied"],
    ['rm -f /etc/passwd', "rm: can't remove '/etc/passwd': Permission denied"],
    ['chmod 777 /etc/passwd', 'chmod: /etc/passwd: Operation not permitted'],
    ['chown app /etc/passwd', 'chown: /etc/passwd: Operation not permitted'],
    ['mknod /tmp/z c 1 5', 'mknod: /tmp/z: Operation not permitted'],
    ['kill -TERM 1', ''],
  ])('%s', async (script, sentence) => {
    const root = treeWith({ '/root/secret': file('secret', 0o600) });
    const { err, tree } = await sh(script, { ...asApp, root });
    expect(err.trim()).toBe(sentence);
    expect(tree).toBe(root);
  });

  test('owns what it makes, in the folders it may write to', async () => {
    const { tree } = await sh('echo x > /home/app/f; mkdir /tmp/d; ln -s x /tmp/l', asApp);
    for (const path of ['/home/app/f', '/tmp/d', '/tmp/l']) {
      expect(nodeAt(tree, path), path).toMatchObject({ uid: 1000, gid: 1000 });
    }
  });

  test('uses the bits of its class only: owner, else group, else others', async () => {
    const root = treeWith({
      '/tmp/owner': file('owner\n', 0o077, 1000),
      '/tmp/group': { ...file('group\n', 0o040), gid: 50 },
      '/tmp/others': file('others\n', 0o004),
    });
    const script = 'cat /tmp/owner; cat /tmp/group; cat /tmp/others';
    expect((await sh(script, { ...asApp, root })).out).toBe('others\n');
    const user = { ...appUser, groups: [50] };
    expect((await sh(script, { user, root })).out).toBe('group\nothers\n');
    expect((await sh(script, { root })).out).toBe('owner\ngroup\nothers\n');
  });

  test('sees who it is', async () => {
    const { out } = await sh('id; id -un; cd; pwd', {
      ...asApp,
      env: ['PATH=/bin:/usr/bin', 'HOME=/home/app'],
    });
    expect(out).toBe('uid=1000(app) gid=1000(app)\napp\n/home/app\n');
  });

  test('may enter a folder that it may not list, and list one that it may not enter', async () => {
    const root = treeWith({
      '/srv/enter/f': file('inside\n'),
      '/srv/list/f': file('inside\n'),
    });
    const script = 'chmod 711 /srv/enter; chmod 744 /srv/list';
    const prepared = (await sh(script, { root })).tree;
    const { out, err } = await sh('cat /srv/enter/f; ls /srv/enter; echo /srv/list/*; cat /srv/list/f', {
      ...asApp,
      root: prepared,
    });
    expect(out).toBe('inside\n/srv/list/f\n');
    expect(err).toBe(
      "ls: can't open '/srv/enter': Permission denied\ncat: can't open '/srv/list/f': Permission denied\n",
    );
  });

  test('may not run what has no execute bit, nor may root', async () => {
    const root = treeWith({ '/tmp/script': file('#!/bin/sh\necho ran\n', 0o644) });
    for (const user of [appUser, { uid: 0, gid: 0, groups: [] }]) {
      expect(await outcome('/tmp/script', { root, user })).toBe(
        '/bin/sh: /tmp/script: Permission denied\nexit 126',
      );
    }
  });

  test('may signal its own processes only', async () => {
    const script = `sleep 30 & p=$!; setuidgid app sh -c "kill $p"; echo $?; kill $p; wait $p; echo $?`;
    const { out, err } = await sh(script);
    expect(out).toBe('1\n143\n');
    expect(err).toMatch(/Operation not permitted/);
  });
});

describe('the sticky bit', () => {
  test('only the owner may remove or move a file of /tmp', async () => {
    const root = treeWith({ '/tmp/theirs': file('x', 0o666), '/tmp/own': file('x', 0o644, 1000) });
    const { err, tree } = await sh('rm /tmp/theirs; mv /tmp/theirs /tmp/mine; rm /tmp/own', {
      ...asApp,
      root,
    });
    expect(err.match(/Operation not permitted/g)).toHaveLength(2);
    expect(contentOf(tree, '/tmp/theirs')).toBe('x');
    expect(nodeAt(tree, '/tmp/own')).toBeUndefined();
  });
});

describe('set-user-ID and set-group-ID', () => {
  const withBits = (mode: number): TreeNode => ({ ...file(busyboxBytes, mode), uid: 0, gid: 50 });

  test('a program with them runs as its owner and group', async () => {
    const root = treeWith({ '/usr/local/bin/id': withBits(0o6755), '/root/secret': file('secret\n', 0o600) });
    const { out } = await sh('/usr/local/bin/id', { ...asApp, root });
    expect(out).toBe('uid=1000(app) gid=1000(app) euid=0(root) egid=50\n');
  });

  test('are lost when the owner changes', async () => {
    const root = treeWith({ '/tmp/p': withBits(0o6755) });
    expect((await sh('chown 1000 /tmp/p; stat -c %a /tmp/p', { root })).out).toBe('755\n');
  });

  test('a folder with set-group-ID hands on its group', async () => {
    const root = treeWith({ '/srv': { ...directory(0o2777), gid: 50 } });
    const { tree } = await sh('mkdir /srv/d; : > /srv/d/f', { ...asApp, root });
    expect(nodeAt(tree, '/srv/d')).toMatchObject({ uid: 1000, gid: 50, mode: 0o2755 });
    expect(nodeAt(tree, '/srv/d/f')).toMatchObject({ uid: 1000, gid: 50 });
  });
});

describe('modes', () => {
  test('umask takes bits away from what is made', async () => {
    const { tree, out } = await sh(
      'umask; umask 077; : > /tmp/f; mkdir /tmp/d; umask 0; : > /tmp/g; mkdir -m 1777 /tmp/e',
    );
    expect(out).toBe('0022\n');
    const modes = ['f', 'd', 'g', 'e'].map((name) => nodeAt(tree, `/tmp/${name}`)?.mode);
    expect(modes).toEqual([0o600, 0o700, 0o666, 0o1777]);
  });

  test('chmod and chown change what is named, and with -h the link itself', async () => {
    const script = 'cd /tmp; : > f; ln -s f l; chmod 4711 f; chown 12:34 l; chown -h 56:78 l';
    const { tree } = await sh(script);
    expect(nodeAt(tree, '/tmp/f')).toMatchObject({ mode: 0o711, uid: 12, gid: 34 });
    expect(nodeAt(tree, '/tmp/l')).toMatchObject({ uid: 56, gid: 78 });
  });

  test('a user who gives up root can no longer do what root can', async () => {
    const script = 'setuidgid app sh -c "id -u; cat /root/x; echo y > /etc/z"; id -u';
    const { out, err } = await run(['/bin/sh', '-c', script]);
    expect(out).toBe('1000\n0\n');
    expect(err.match(/Permission denied/g)).toHaveLength(2);
  });
});
