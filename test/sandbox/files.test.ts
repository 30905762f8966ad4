import { describe, expect, test } from 'vitest';
import { fromText } from '../../src/filesystem/byte-string.ts';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import {
  contentOf,
  directory,
  file,
  image,
  makeSandbox,
  outcome,
  run,
  searchPath,
  sh,
  symlink,
  treeWith,
} from './shell.ts';

describe('the tree after a run', () => {
  test('is the very same when nothing changed', async () => {
    for (const script of [
      'true',
      'cat /etc/passwd',
      'ls -lR / | wc -l',
      'find / -name x',
      'echo x > /dev/null',
    ]) {
      expect((await sh(script)).tree, script).toBe(image);
    }
  });

  test('shares all that was not changed', async () => {
    const { tree } = await sh('echo hello > /etc/new');
    expect(tree.root.entries.get('bin')).toBe(image.root.entries.get('bin'));
    expect(tree.root.entries.get('etc')).not.toBe(image.root.entries.get('etc'));
    expect(nodeAt(tree, '/etc/passwd')).toBe(nodeAt(image, '/etc/passwd'));
  });

  test('is not the tree before: its files keep their bytes', async () => {
    const before = contentOf(image, '/etc/passwd');
    const { tree } = await sh(
      'echo more >> /etc/passwd; : > /etc/group; printf X | dd of=/etc/hosts conv=notrunc',
    );
    expect(contentOf(image, '/etc/passwd')).toBe(before);
    expect(contentOf(tree, '/etc/passwd')).toBe(`${before}more\n`);
    expect(contentOf(tree, '/etc/group')).toBe('');
  });

  test('has the time of the clock on what changed, and the old one elsewhere', async () => {
    const now = 1_700_000_000_123_456_789n;
    const sandbox = makeSandbox({ now: () => now });
    const { tree } = await sh('echo x > /etc/new; mkdir /tmp/d; chmod 700 /root', {}, sandbox);
    expect(nodeAt(tree, '/etc/new')?.mtime).toBe(now);
    expect(nodeAt(tree, '/etc')?.mtime).toBe(now);
    expect(nodeAt(tree, '/tmp/d')?.mtime).toBe(now);
    expect(nodeAt(tree, '/root')?.mtime).toBe(0n);
    expect(tree.root.mtime).toBe(0n);
  });

  test('has the times that touch sets', async () => {
    const { tree } = await sh('touch -d "2001-02-03 04:05:06" /tmp/f; touch -h -d @77 /bin/ls');
    expect(nodeAt(tree, '/tmp/f')?.mtime).toBe(981173106_000_000_000n);
    expect(nodeAt(tree, '/bin/ls')).toMatchObject({ type: 'symlink', mtime: 77_000_000_000n });
  });
});

describe('reading and writing', () => {
  test('write, append, truncate, and a hole', async () => {
    const script = `
      cd /tmp; echo one > f; echo two >> f; cat f; printf X | dd of=f bs=1 seek=1 conv=notrunc 2>/dev/null; cat f
      truncate -s 2 f; cat f; echo; truncate -s 5 f; od -An -c f; printf end | dd of=h bs=1 seek=100000 2>/dev/null
      wc -c < h; tail -c 4 h | od -An -c`;
    expect((await sh(script)).out).toBe(
      'one\ntwo\noXe\ntwo\noX\n   o   X  \\0  \\0  \\0\n100003\n  \\0   e   n   d\n',
    );
  });

  test('writers that append do not overwrite one another', async () => {
    const script = `
      for i in 1 2 3 4; do (for j in 1 2 3 4 5 6 7 8 9 10; do echo $i$j >> /tmp/l; done) & done; wait; wc -l < /tmp/l`;
    expect((await sh(script)).out).toBe('40\n');
  });

  test('a file that is open lives on without its name', async () => {
    const { out, tree } = await sh('echo kept > /tmp/f; exec 3</tmp/f; rm /tmp/f; ls /tmp; cat <&3');
    expect(out).toBe('kept\n');
    expect(nodeAt(tree, '/tmp/f')).toBeUndefined();
  });

  test('noclobber does not overwrite', async () => {
    expect((await sh('set -C; echo a > /tmp/f; echo b > /tmp/f; cat /tmp/f')).out).toBe('a\n');
  });

  test('a disk that is full says so', async () => {
    expect(await outcome('echo x > /dev/full')).toBe('sh: write error: No space left on device\nexit 1');
    expect((await sh('truncate -s 3G /tmp/f')).err).toContain('No space left on device');
  });
});

describe('names', () => {
  test('any byte but NUL and slash', async () => {
    const names = [
      ' ',
      '-n',
      'new\nline',
      '\\',
      '"',
      '*',
      '\x01\x7f',
      fromText('ü→𝒳'),
      '\xff\xfe',
      'x'.repeat(255),
    ];
    const root = treeWith(Object.fromEntries(names.map((name) => [`/data/${name}`, file(name)])));
    const { tree, exitCode } = await sh('cd /data; for f in *; do cp -- "$f" "/tmp/$f" || exit 1; done', {
      root,
    });
    expect(exitCode).toBe(0);
    for (const name of names) expect(contentOf(tree, `/tmp/${name}`), JSON.stringify(name)).toBe(name);
  });

  test('a name of 256 bytes and a path of 4096 are too long', async () => {
    expect((await sh(`echo > /tmp/${'x'.repeat(256)}`)).err).toContain('ame too long');
    expect((await sh(`cat ${'/tmp/..'.repeat(600)}`)).err).toContain('ame too long');
  });

  test('arguments and variables that are not UTF-8 arrive as they are', async () => {
    const env = [searchPath, 'ODD=\xff\x01\xc3'];
    const { out } = await run(
      ['/bin/sh', '-c', 'printf %s "$1"; printf %s "$ODD"; env printf %s "$1" "$ODD"', 'sh', '\x80\xfe'],
      {
        env,
      },
    );
    expect(out).toBe('\x80\xfe\xff\x01\xc3\x80\xfe\xff\x01\xc3');
  });

  test('empty arguments stay', async () => {
    expect((await run(['/bin/sh', '-c', 'echo $#; sh -c "echo \\$#" sh "$@"', 'sh', '', 'a', ''])).out).toBe(
      '3\n3\n',
    );
  });

  test('more than 2 MiB of arguments are too many', async () => {
    const script =
      'x=$(head -c 1100000 /dev/zero | tr "\\0" x); /bin/true "$x" && echo fits; /bin/true "$x" "$x"';
    expect(await outcome(script)).toMatch(/^fits\n.*Argument list too long\nexit 126$/s);
  });

  test('a listing has . and .. and is not disturbed by removing', async () => {
    const script = `cd /tmp; for i in $(seq 3000); do : > f$i; done; ls -a | head -n 2; find . -type f -delete; ls | wc -l`;
    expect((await sh(script)).out).toBe('.\n..\n0\n');
  });
});

describe('directories', () => {
  test('mkdir, rmdir and their errors', async () => {
    const script = `
      cd /tmp; mkdir -p a/b/c; rmdir a; rmdir a/b/c; mkdir a; mkdir x/y; rmdir /etc/passwd; rm a; rm -r a; ls -A`;
    const { err, out } = await sh(script);
    expect(out).toBe('');
    expect(err.split('\n')).toEqual([
      "rmdir: 'a': Directory not empty",
      "mkdir: can't create directory 'a': File exists",
      "mkdir: can't create directory 'x/y': No such file or directory",
      "rmdir: '/etc/passwd': Not a directory",
      "rm: 'a' is a directory",
      '',
    ]);
  });

  test('a directory of the image takes new files after its directories were removed', async () => {
    const root = treeWith({ '/d/a': directory(), '/d/b': directory(), '/d/c': directory() });
    const { out, tree } = await sh('rm -r /d/*; echo x > /d/new; ls /d; cd /d; pwd -P; stat -c %h /d', {
      root,
    });
    expect(out).toBe('new\n/d\n2\n');
    expect(nodeAt(tree, '/d')).toMatchObject({ entries: new Map([['new', expect.anything()]]) });
  });

  test('link counts of directories count their subdirectories', async () => {
    const root = treeWith({ '/d/a': directory(), '/d/b': directory(), '/d/f': file('') });
    expect(
      (await sh('cd /d; stat -c %h . a; mkdir n; stat -c %h .; mv a b; stat -c %h . b', { root })).out,
    ).toBe('4\n2\n5\n4\n3\n');
  });

  test('a folder that was removed under a process is empty and takes nothing', async () => {
    const script = 'mkdir /tmp/d; cd /tmp/d; rmdir /tmp/d; ls; echo x > f; ls ..';
    expect((await sh(script)).err).toContain("can't create f: nonexistent directory");
  });

  test('moving', async () => {
    const script = `
      cd /tmp; mkdir -p a/b e; echo 1 > a/f; echo 2 > g; mv g a/f; cat a/f; mv a e; cat e/a/f; ls
      mkdir full; : > full/x; mkdir -p t/full; mv -T t/full full; mv e e/a; mv e/a/f /etc/passwd; head -n 1 /etc/passwd`;
    const { out, err } = await sh(script);
    expect(out).toBe('2\n2\ne\n2\n');
    expect(err).toMatch(/full.*Directory not empty/);
    expect(err).toMatch(/'e': Invalid argument/);
  });

  test('a moved directory knows its new parent', async () => {
    expect(
      (await sh('cd /tmp; mkdir -p a/b c; cd a/b; mv ../../a/b ../../c; pwd -P; cd -P ..; pwd')).out,
    ).toBe('/tmp/c/b\n/tmp/c\n');
  });
});

describe('links', () => {
  test('hard links are one file until the next run, and while nothing changes them', async () => {
    const root = treeWith({ '/tmp/a': file('one') });
    const script =
      'ln /tmp/a /tmp/b; echo two > /tmp/b; cat /tmp/a; stat -c %h /tmp/a; [ /tmp/a -ef /tmp/b ] && echo same';
    const { out, tree } = await sh(script, { root });
    expect(out).toBe('two\n2\nsame\n');
    expect(nodeAt(tree, '/tmp/a')).toBe(nodeAt(tree, '/tmp/b'));
    expect(nodeAt(tree, '/tmp/a')).toMatchObject({ links: 2 });
    // As on the overlay filesystem that Docker's RUN has: what is changed is copied up, by one name.
    const next = await sh('[ /tmp/a -ef /tmp/b ] && echo same; chmod 600 /tmp/a; stat -c %a /tmp/b', {
      root: tree,
    });
    expect(next.out).toBe('same\n644\n');
    expect(nodeAt(next.tree, '/tmp/a')).toMatchObject({ links: 1, mode: 0o600 });
    expect(nodeAt(next.tree, '/tmp/b')).toMatchObject({ links: 1, mode: 0o644 });
  });

  test('hard links of a FIFO and of a symbolic link stay one node', async () => {
    const { tree } = await sh('cd /tmp; mkfifo p; ln p q; ln -s x l; ln l m; mkdir d; mv m d');
    expect(nodeAt(tree, '/tmp/p')).toBe(nodeAt(tree, '/tmp/q'));
    expect(nodeAt(tree, '/tmp/l')).toBe(nodeAt(tree, '/tmp/d/m'));
    const next = await sh('touch -h -d @5 /tmp/l; ls -l /tmp', { root: tree });
    expect(nodeAt(next.tree, '/tmp/l')).toMatchObject({ type: 'symlink', mtime: 5_000_000_000n });
    expect(nodeAt(next.tree, '/tmp/d/m')).not.toMatchObject({ mtime: 5_000_000_000n });
    expect(nodeAt(next.tree, '/tmp/p')).toBe(nodeAt(next.tree, '/tmp/q'));
  });

  test('directories have no hard links', async () => {
    expect((await sh('mkdir /tmp/d; ln /tmp/d /tmp/e')).err).toMatch(/Operation not permitted/);
  });

  test('symbolic links are followed, dangling or not', async () => {
    const script = `
      cd /tmp; ln -s target l; cat l; echo made > l; cat target; readlink l; rm l; cat target; mkdir d; ln -s d k
      echo in > k/f; cat d/f; rm -r k; ls -d d; ln -s /tmp/d/../target m; cat m`;
    const { out, err } = await sh(script);
    expect(out).toBe('made\ntarget\nmade\nin\nd\nmade\n');
    expect(err).toBe("cat: can't open 'l': No such file or directory\n");
  });

  test('a circle of them ends', async () => {
    const root = treeWith({ '/tmp/a': symlink('b'), '/tmp/b': symlink('a'), '/tmp/self': symlink('self/x') });
    const { err } = await sh('cat /tmp/a; cat /tmp/self; ls /tmp/a/', { root });
    expect(err.match(/Symbolic link loop|Too many levels of symbolic links/g)).toHaveLength(3);
  });

  test('a slash at the end asks for a directory', async () => {
    expect((await sh('cat /etc/passwd/; ls /etc/passwd/')).err.match(/Not a directory/g)).toHaveLength(2);
  });
});

describe('special files', () => {
  test('devices', async () => {
    const script = `
      head -c 5 /dev/zero | od -An -c; cat /dev/null; echo x > /dev/null; head -c 100000 /dev/urandom | wc -c
      [ "$(head -c 16 /dev/urandom | od -An -x)" != "$(head -c 16 /dev/random | od -An -x)" ] && echo differs
      [ -c /dev/null ] && [ -L /dev/stdin ] && echo types; stat -c '%F %t %T' /dev/zero`;
    expect(await outcome(script)).toBe(
      '  \\0  \\0  \\0  \\0  \\0\n100000\ndiffers\ntypes\ncharacter special file 1 5\nexit 0',
    );
  });

  test('mknod makes devices and FIFOs, which stay in the tree', async () => {
    const { tree, out } = await sh(
      'mknod /tmp/z c 1 5; mknod /tmp/b b 7 0; mknod /tmp/p p; head -c 3 /tmp/z | wc -c; cat /tmp/b',
    );
    expect(out).toBe('3\n');
    expect(nodeAt(tree, '/tmp/z')).toMatchObject({ type: 'character-device', major: 1, minor: 5 });
    expect(nodeAt(tree, '/tmp/b')).toMatchObject({ type: 'block-device', major: 7, minor: 0 });
    expect(nodeAt(tree, '/tmp/p')).toMatchObject({ type: 'fifo' });
  });

  test('what is done in /dev leaves no trace', async () => {
    expect((await sh('echo x > /dev/new; cat /dev/new; rm /dev/null; mkdir /dev/shm/d')).tree).toBe(image);
  });
});
