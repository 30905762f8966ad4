import { describe, expect, test } from 'vitest';
import { fromBytes, toBytes } from '../../src/filesystem/byte-string.ts';
import type { DirectoryInode, FileInode, Inode } from '../../src/filesystem/inode.ts';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { Overlay, OverlayFullError } from '../../src/filesystem/overlay.ts';
import { emptyTree, type FileNode, type Tree, type TreeNode } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { wrongLinkCounts } from './arbitrary-tree.ts';

const old = { mode: 0o644, uid: 0, gid: 0, mtime: 1n };
const later = 100n;
const fileNode = (content: string): FileNode => ({
  type: 'file',
  ...old,
  content: toBytes(content),
  links: 1,
});

function treeOf(
  files: Readonly<Record<string, TreeNode>>,
  links: readonly (readonly [string, string])[] = [],
): Tree {
  const builder = new TreeBuilder(emptyTree);
  for (const [path, node] of Object.entries(files)) builder.put(path, node);
  for (const [path, target] of links) builder.link(path, target);
  return builder.finish();
}

const open = (tree: Tree, limits = {}) => new Overlay(tree, { now: () => later, ...limits });

function at(overlay: Overlay, path: string): Inode {
  let inode: Inode = overlay.root;
  for (const name of path.split('/').filter(Boolean)) {
    const next: Inode | undefined = inode.type === 'directory' ? inode.get(name) : undefined;
    if (next === undefined) throw new Error(`${path} is not there`);
    inode = next;
  }
  return inode;
}

function fileAt(overlay: Overlay, path: string): FileInode {
  const inode = at(overlay, path);
  if (inode.type !== 'file') throw new Error(`${path} is no file`);
  return inode;
}

function directoryAt(overlay: Overlay, path: string): DirectoryInode {
  const inode = at(overlay, path);
  if (inode.type !== 'directory') throw new Error(`${path} is no directory`);
  return inode;
}

const contentAt = (tree: Tree, path: string) => {
  const node = nodeAt(tree, path);
  return node?.type === 'file' ? fromBytes(node.content) : undefined;
};

describe('a commit', () => {
  test('of an overlay that was only looked at is the very tree', () => {
    const tree = treeOf({ '/a/b/f': fileNode('f'), '/c': fileNode('c') });
    const overlay = open(tree);
    expect(fromBytes(fileAt(overlay, '/a/b/f').content)).toBe('f');
    expect(directoryAt(overlay, '/a').names()).toEqual(['b']);
    expect(overlay.commit()).toBe(tree);
  });

  test('shares every node that was not changed', () => {
    const tree = treeOf({ '/a/b/f': fileNode('f'), '/a/b/g': fileNode('g'), '/c/d': fileNode('d') });
    const overlay = open(tree);
    overlay.write(fileAt(overlay, '/a/b/f'), toBytes('F'), 0);
    const after = overlay.commit();
    expect(nodeAt(after, '/c')).toBe(nodeAt(tree, '/c'));
    expect(nodeAt(after, '/a/b/g')).toBe(nodeAt(tree, '/a/b/g'));
    expect(nodeAt(after, '/a/b')).not.toBe(nodeAt(tree, '/a/b'));
    expect(contentAt(after, '/a/b/f')).toBe('F');
  });

  test('can be made again: what happens in between is in the second only', () => {
    const overlay = open(emptyTree);
    const file = overlay.makeFile(old);
    overlay.link(overlay.root, 'f', file);
    overlay.write(file, toBytes('one'), 0);
    const first = overlay.commit();
    overlay.write(file, toBytes('two'), 0);
    const second = overlay.commit();
    expect([contentAt(first, '/f'), contentAt(second, '/f')]).toEqual(['one', 'two']);
    expect(nodeAt(overlay.commit(), '/f')).toBe(nodeAt(second, '/f'));
  });

  test('of changes that were taken back has the same nodes, but for times', () => {
    const tree = treeOf({ '/a/f': fileNode('f') });
    const overlay = open(tree);
    const file = fileAt(overlay, '/a/f');
    file.mode = 0o600;
    file.mode = 0o644;
    expect(overlay.commit()).toBe(tree);
    overlay.rename(directoryAt(overlay, '/a'), 'f', overlay.root, 'f');
    overlay.rename(overlay.root, 'f', directoryAt(overlay, '/a'), 'f');
    expect(nodeAt(overlay.commit(), '/a/f')).toBe(nodeAt(tree, '/a/f'));
  });
});

describe('content', () => {
  test('of the tree never changes, whatever is written', () => {
    const node = fileNode('0123456789');
    const overlay = open(treeOf({ '/f': node }));
    const file = fileAt(overlay, '/f');
    overlay.write(file, toBytes('xx'), 4);
    overlay.truncate(file, 5);
    overlay.truncate(file, 8);
    overlay.write(file, toBytes('end'), 12);
    expect(fromBytes(file.content)).toBe('0123x\0\0\0\0\0\0\0end');
    expect(fromBytes(node.content)).toBe('0123456789');
  });

  test('of a commit never changes either', () => {
    const overlay = open(treeOf({ '/f': fileNode('0123') }));
    const file = fileAt(overlay, '/f');
    overlay.truncate(file, 2);
    const cut = overlay.commit();
    overlay.truncate(file, 4);
    overlay.write(file, toBytes('x'), 0);
    const grown = overlay.commit();
    overlay.truncate(file, 0);
    expect([contentAt(cut, '/f'), contentAt(grown, '/f'), contentAt(overlay.commit(), '/f')]).toEqual([
      '01',
      'x1\0\0',
      '',
    ]);
  });

  test('cut and written further on has zeros between, not what was there', () => {
    const overlay = open(emptyTree);
    const file = overlay.makeFile(old);
    overlay.write(file, toBytes('secret-secret'), 0);
    overlay.truncate(file, 3);
    overlay.write(file, toBytes('x'), 6);
    expect(fromBytes(file.content)).toBe('sec\0\0\0x');
  });
});

describe('hard links', () => {
  const linked = () => treeOf({ '/a/f': fileNode('one'), '/b/other': fileNode('') }, [['/b/g', '/a/f']]);

  test('are one inode under all names', () => {
    const overlay = open(linked());
    expect(at(overlay, '/a/f')).toBe(at(overlay, '/b/g'));
    expect(at(overlay, '/a/f').links).toBe(2);
  });

  test('change together, also under names that nobody looked up', () => {
    const tree = linked();
    const overlay = open(tree);
    overlay.write(fileAt(overlay, '/a/f'), toBytes('two'), 0);
    const after = overlay.commit();
    expect(contentAt(after, '/b/g')).toBe('two');
    expect(nodeAt(after, '/b/g')).toBe(nodeAt(after, '/a/f'));
    expect(nodeAt(after, '/b/other')).toBe(nodeAt(tree, '/b/other'));
    // The directory's own time is not touched by what happens to a file in it.
    expect(nodeAt(after, '/b')?.mtime).toBe(nodeAt(tree, '/b')?.mtime);
  });

  test('that lose a name say so under those that are left', () => {
    const overlay = open(linked());
    overlay.unlink(directoryAt(overlay, '/a'), 'f');
    const after = overlay.commit();
    expect(nodeAt(after, '/b/g')).toMatchObject({ links: 1 });
    expect(wrongLinkCounts(after)).toEqual([]);
  });

  test('that get a name are found by it', () => {
    const overlay = open(linked());
    overlay.link(overlay.root, 'third', at(overlay, '/b/g'));
    const after = overlay.commit();
    expect(nodeAt(after, '/third')).toBe(nodeAt(after, '/a/f'));
    expect(wrongLinkCounts(after)).toEqual([]);
  });

  describe('that are split', () => {
    const split = (tree = linked()) => open(tree, { hardLinks: 'split' });

    test('have one inode number until one is changed', () => {
      const overlay = split();
      expect(at(overlay, '/a/f').number).toBe(at(overlay, '/b/g').number);
      overlay.write(fileAt(overlay, '/a/f'), toBytes('two'), 0);
      expect(at(overlay, '/a/f').number).not.toBe(at(overlay, '/b/g').number);
      expect(at(overlay, '/a/f').links).toBe(1);
    });

    test('change alone', () => {
      const overlay = split();
      overlay.write(fileAt(overlay, '/a/f'), toBytes('two'), 0);
      const after = overlay.commit();
      expect([contentAt(after, '/a/f'), contentAt(after, '/b/g')]).toEqual(['two', 'one']);
      expect(wrongLinkCounts(after)).toEqual([]);
    });

    test('leave a link when a new name is made of one of them', () => {
      const overlay = split();
      overlay.link(overlay.root, 'third', at(overlay, '/b/g'));
      overlay.write(fileAt(overlay, '/b/g'), toBytes('two'), 0);
      const after = overlay.commit();
      expect(nodeAt(after, '/third')).toBe(nodeAt(after, '/b/g'));
      expect([contentAt(after, '/a/f'), contentAt(after, '/third')]).toEqual(['one', 'two']);
      expect(wrongLinkCounts(after)).toEqual([]);
    });

    test('stay together where nothing happens to them', () => {
      const overlay = split();
      at(overlay, '/a/f');
      overlay.unlink(directoryAt(overlay, '/b'), 'other');
      const after = overlay.commit();
      expect(nodeAt(after, '/a/f')).toBe(nodeAt(after, '/b/g'));
    });

    test('lose a name, and give back the space of what was written by it', () => {
      const overlay = open(linked(), { hardLinks: 'split', maxBytes: 10 });
      overlay.write(fileAt(overlay, '/a/f'), toBytes('ten bytes.'), 0);
      overlay.unlink(directoryAt(overlay, '/a'), 'f');
      overlay.write(fileAt(overlay, '/b/g'), toBytes('ten bytes!'), 3);
      const after = overlay.commit();
      expect(contentAt(after, '/b/g')).toBe('oneten bytes!');
      expect(wrongLinkCounts(after)).toEqual([]);
    });
  });

  test.each(['symlink', 'fifo', 'character-device'] as const)(
    'of a %s stay one node over commits',
    (type) => {
      const overlay = open(emptyTree);
      const made =
        type === 'symlink'
          ? overlay.makeSymlink(old, 'x')
          : type === 'fifo'
            ? overlay.makeFifo(old)
            : overlay.makeDevice(old, { type, major: 1, minor: 3 });
      overlay.link(overlay.root, 'a', made);
      overlay.link(overlay.root, 'b', made);
      const first = overlay.commit();
      expect(nodeAt(first, '/a')).toBe(nodeAt(first, '/b'));
      const next = open(first);
      at(next, '/a').uid = 7;
      const second = next.commit();
      expect(nodeAt(second, '/b')).toMatchObject({ type, uid: 7, links: 2 });
      expect(nodeAt(second, '/b')).toBe(nodeAt(second, '/a'));
    },
  );
});

describe('names', () => {
  test('a directory counts its subdirectories among its links', () => {
    const overlay = open(treeOf({ '/d/a/x': fileNode(''), '/d/b/x': fileNode(''), '/d/f': fileNode('') }));
    const directory = directoryAt(overlay, '/d');
    expect(directory.links).toBe(4);
    overlay.unlink(directoryAt(overlay, '/d/a'), 'x');
    overlay.unlink(directory, 'a');
    overlay.rename(directory, 'b', overlay.root, 'b');
    expect(directory.links).toBe(2);
    expect(overlay.root.links).toBe(4);
    overlay.link(directory, 'new', overlay.makeDirectory(old));
    expect([directory.links, directoryAt(overlay, '/d/new').links]).toEqual([3, 2]);
  });

  test('entering, removing and moving stamps the directories and not what is moved', () => {
    const tree = treeOf({ '/a/f': fileNode('f'), '/b/g': fileNode('g'), '/c/h': fileNode('h') });
    const overlay = open(tree);
    overlay.rename(directoryAt(overlay, '/a'), 'f', directoryAt(overlay, '/b'), 'f');
    const after = overlay.commit();
    expect(nodeAt(after, '/a')?.mtime).toBe(later);
    expect(nodeAt(after, '/b')?.mtime).toBe(later);
    expect(nodeAt(after, '/b/f')).toBe(nodeAt(tree, '/a/f'));
    expect(nodeAt(after, '/c')).toBe(nodeAt(tree, '/c'));
    expect(at(overlay, '/b/f').ctime).toBe(later);
  });

  test('moving over a name replaces it', () => {
    const overlay = open(treeOf({ '/f': fileNode('f'), '/g': fileNode('g') }, [['/h', '/g']]));
    overlay.rename(overlay.root, 'f', overlay.root, 'g');
    const after = overlay.commit();
    expect([...after.root.entries.keys()].sort()).toEqual(['g', 'h']);
    expect(contentAt(after, '/g')).toBe('f');
    expect(nodeAt(after, '/h')).toMatchObject({ links: 1 });
  });

  test('a name that was removed and made again is the new one', () => {
    const overlay = open(treeOf({ '/d/f': fileNode('old'), '/d/g': fileNode('') }));
    for (const name of ['f', 'g']) overlay.unlink(directoryAt(overlay, '/d'), name);
    overlay.unlink(overlay.root, 'd');
    overlay.link(overlay.root, 'd', overlay.makeDirectory(old));
    expect(directoryAt(overlay, '/d').isEmpty).toBe(true);
    expect(nodeAt(overlay.commit(), '/d')).toMatchObject({ entries: new Map() });
  });

  test('are listed in the order of the tree, then as they were made', () => {
    const overlay = open(treeOf({ '/b': fileNode(''), '/a': fileNode('') }));
    overlay.link(overlay.root, 'z', overlay.makeFile(old));
    overlay.link(overlay.root, 'c', overlay.makeFile(old));
    overlay.unlink(overlay.root, 'a');
    const names = overlay.root.names();
    expect([...names].sort()).toEqual(['b', 'c', 'z']);
    expect(names.slice(-2)).toEqual(['z', 'c']);
  });
});

describe('limits', () => {
  test('bytes: a write that is too long changes nothing', () => {
    const overlay = open(treeOf({ '/f': fileNode('0123456789') }), { maxBytes: 10 });
    const file = fileAt(overlay, '/f');
    overlay.write(file, toBytes('abcdefghij'), 10);
    expect(() => overlay.write(file, toBytes('k'), 20)).toThrow(OverlayFullError);
    expect(() => overlay.truncate(file, 21)).toThrow(OverlayFullError);
    expect(file.size).toBe(20);
    overlay.write(file, toBytes('XYZ'), 17);
    expect(fromBytes(file.content)).toBe('0123456789abcdefgXYZ');
  });

  test('space of what was cut or removed can be used again, that of the tree is no gain', () => {
    const overlay = open(treeOf({ '/f': fileNode('0123456789') }), { maxBytes: 10 });
    overlay.truncate(fileAt(overlay, '/f'), 0);
    for (let round = 0; round < 5; round++) {
      const file = overlay.makeFile(old);
      overlay.link(overlay.root, 'new', file);
      overlay.write(file, new Uint8Array(10), 0);
      expect(() => overlay.write(file, new Uint8Array(1), 10)).toThrow(OverlayFullError);
      overlay.unlink(overlay.root, 'new');
    }
  });

  test('a removed file takes space as long as it is open', () => {
    const overlay = open(emptyTree, { maxBytes: 10 });
    const file = overlay.makeFile(old);
    overlay.link(overlay.root, 'f', file);
    file.handles++;
    overlay.write(file, new Uint8Array(10), 0);
    overlay.unlink(overlay.root, 'f');
    const next = overlay.makeFile(old);
    expect(() => overlay.write(next, new Uint8Array(1), 0)).toThrow(OverlayFullError);
    overlay.close(file);
    overlay.write(next, new Uint8Array(10), 0);
  });

  test('inodes', () => {
    const overlay = open(treeOf({ '/f': fileNode('') }), { maxInodes: 2 });
    overlay.link(overlay.root, 'd', overlay.makeDirectory(old));
    overlay.link(overlay.root, 'l', overlay.makeSymlink(old, 'x'));
    expect(() => overlay.makeFifo(old)).toThrow(OverlayFullError);
    overlay.unlink(overlay.root, 'l');
    overlay.link(overlay.root, 'p', overlay.makeFifo(old));
    expect(() => overlay.makeFile(old)).toThrow('more than 2 files');
  });
});
