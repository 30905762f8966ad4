import { describe, expect, it } from 'vitest';
import { resolveOwner } from '../../src/build/owner.ts';
import { readGroups, readPasswd } from '../../src/build/passwd.ts';
import { emptyTree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';

function treeWith(passwd: string, group: string) {
  const builder = new TreeBuilder(emptyTree);
  const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: 0n, links: 1 };
  const file = (text: string) =>
    ({ type: 'file', ...attributes, content: new TextEncoder().encode(text) }) as const;
  builder.put('/etc/passwd', file(passwd));
  builder.put('/etc/group', file(group));
  return builder.finish();
}

const tree = treeWith(
  'root:x:0:0:root:/root:/bin/sh\n# comment\n\nbroken\napp:x:1000:1001:App:/home/app:/bin/sh\n',
  'root:x:0:\nstaff:x:50:app,guest\n',
);

describe('an owner', () => {
  it.each([
    ['app', 1000, 1001],
    ['app:staff', 1000, 50],
    [':staff', 0, 50],
    ['1000', 1000, 1000],
    ['4242:4343', 4242, 4343],
    ['app:7', 1000, 7],
    ['root', 0, 0],
    ['app:', 1000, 1001],
  ])('%s is found', (spec, uid, gid) => {
    expect(resolveOwner(tree, spec)).toEqual({ uid, gid });
  });

  it('that nobody knows is root, as in Docker', () => {
    expect(resolveOwner(tree, 'ghost')).toEqual({ uid: 0, gid: 0 });
    expect(resolveOwner(emptyTree, 'app')).toEqual({ uid: 0, gid: 0 });
  });

  it('with a group that nobody knows keeps the primary one', () => {
    expect(resolveOwner(tree, 'app:ghost')).toEqual({ uid: 1000, gid: 1001 });
    expect(resolveOwner(tree, ':ghost')).toEqual({ uid: 0, gid: 0 });
  });

  it('can only be a number or root where there is no tree', () => {
    expect(resolveOwner(undefined, 'root')).toEqual({ uid: 0, gid: 0 });
    expect(resolveOwner(undefined, '12:13')).toEqual({ uid: 12, gid: 13 });
    expect(() => resolveOwner(undefined, 'app')).toThrow('invalid user index: -1');
  });
});

describe('/etc/passwd and /etc/group', () => {
  it('are read line by line, what makes no sense as zeros', () => {
    expect(readPasswd(tree).map(({ name, uid, home }) => [name, uid, home])).toEqual([
      ['root', 0, '/root'],
      ['broken', 0, ''],
      ['app', 1000, '/home/app'],
    ]);
    expect(readGroups(tree)[1]).toEqual({ name: 'staff', gid: 50, members: ['app', 'guest'] });
  });
});
