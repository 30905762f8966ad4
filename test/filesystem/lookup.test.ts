import { describe, expect, it } from 'vitest';
import { cleanPath, lookup, nodeAt, walk } from '../../src/filesystem/lookup.ts';
import { emptyTree, type FileNode, type SymlinkNode } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';

const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: 0n };
const file: FileNode = { type: 'file', ...attributes, content: new Uint8Array(), links: 1 };
const link = (target: string): SymlinkNode => ({ type: 'symlink', ...attributes, target, links: 1 });

const builder = new TreeBuilder(emptyTree);
builder.put('/usr/bin/app', file);
builder.put('/bin', link('usr/bin'));
builder.put('/opt/up', link('../../../usr/bin/app'));
builder.put('/opt/absolute', link('/bin/app'));
builder.put('/dangling', link('/not/here'));
builder.put('/loop', link('loop'));
for (let at = 0; at < 41; at++) builder.put(`/chain${at}`, link(at === 0 ? 'usr' : `chain${at - 1}`));
const tree = builder.finish();

describe('a path', () => {
  it.each([
    ['/bin/app', '/usr/bin/app'],
    ['bin/../bin/./app', '/usr/bin/app'],
    ['/opt/up', '/usr/bin/app'],
    ['/opt/absolute', '/usr/bin/app'],
    ['/../../usr', '/usr'],
    ['/bin/', '/usr/bin'],
    ['', '/'],
    ['/chain39/bin', '/usr/bin'],
  ])('%s is found at %s', (path, canonical) => {
    expect(lookup(tree, path)).toMatchObject({ outcome: 'found', path: canonical });
  });

  it('may end in a link that is not followed', () => {
    expect(lookup(tree, '/bin', { follow: false })).toMatchObject({ outcome: 'found', path: '/bin' });
    expect(lookup(tree, '/bin/', { follow: false })).toMatchObject({ path: '/usr/bin' });
  });

  it('that is not there is answered with where it would be', () => {
    expect(lookup(tree, '/bin/new/deep/../x')).toEqual({ outcome: 'missing', path: '/usr/bin/new/x' });
    expect(lookup(tree, '/dangling')).toEqual({ outcome: 'missing', path: '/not/here' });
  });

  it('through a file, a loop or too many links is refused', () => {
    expect(lookup(tree, '/bin/app/x/y')).toEqual({
      outcome: 'not-a-directory',
      path: '/usr/bin/app',
      below: '/usr/bin/app/x',
    });
    expect(lookup(tree, '/bin/app/')).toEqual({ outcome: 'not-a-directory', path: '/usr/bin/app' });
    expect(lookup(tree, '/loop')).toEqual({ outcome: 'too-many-links', path: '/loop' });
    expect(lookup(tree, '/chain40')).toMatchObject({ outcome: 'too-many-links' });
    expect(lookup(tree, `/${'n'.repeat(256)}`)).toMatchObject({ outcome: 'name-too-long' });
    expect(lookup(tree, 'a/'.repeat(2100))).toMatchObject({ outcome: 'name-too-long' });
  });

  it('is cleaned by its letters alone', () => {
    expect(cleanPath('a//b/./../c/')).toBe('/a/c');
    expect(cleanPath('../..')).toBe('/');
  });
});

describe('a tree', () => {
  it('is walked parents first, names sorted by their bytes', () => {
    const mixed = new TreeBuilder(emptyTree);
    for (const path of ['/b', '/a/z', '/a/B', '/a.x', '/a/\xe9']) mixed.put(path, file);
    const paths = [...walk(mixed.finish().root)].map((place) => place.path);
    expect(paths).toEqual(['/a', '/a/B', '/a/z', '/a/\xe9', '/a.x', '/b']);
  });

  it('answers the node at a path without following links', () => {
    expect(nodeAt(tree, '/usr/bin/app')).toBe(file);
    expect(nodeAt(tree, '/bin/app')).toBeUndefined();
  });
});
