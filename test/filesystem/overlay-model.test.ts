/** `Overlay` against a model that could not be simpler: inodes as plain objects, everything copied. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ByteString } from '../../src/filesystem/byte-string.ts';
import { fromBytes, toBytes } from '../../src/filesystem/byte-string.ts';
import type { DirectoryInode } from '../../src/filesystem/inode.ts';
import { Overlay } from '../../src/filesystem/overlay.ts';
import type { Tree, TreeNode } from '../../src/filesystem/tree.ts';
import { rows, twoTrees, wrongLinkCounts } from './arbitrary-tree.ts';

interface ModelInode {
  node: TreeNode;
  content: ByteString;
  mode: number;
  mtime: bigint;
  /** Of a directory. */
  readonly entries: Map<ByteString, ModelInode> | undefined;
}

function modelOf(node: TreeNode, known = new Map<TreeNode, ModelInode>()): ModelInode {
  const same = node.type === 'directory' ? undefined : known.get(node);
  if (same !== undefined) return same;
  const inode: ModelInode = {
    node,
    content: node.type === 'file' ? fromBytes(node.content) : '',
    mode: node.mode,
    mtime: node.mtime,
    entries:
      node.type === 'directory'
        ? new Map([...node.entries].map(([name, child]) => [name, modelOf(child, known)]))
        : undefined,
  };
  known.set(node, inode);
  return inode;
}

/** The model as a tree of new nodes. */
function treeOf(root: ModelInode): Tree {
  const names = new Map<ModelInode, number>();
  const count = ({ entries }: ModelInode): void => {
    for (const child of entries?.values() ?? []) {
      names.set(child, (names.get(child) ?? 0) + 1);
      count(child);
    }
  };
  count(root);
  const made = new Map<ModelInode, TreeNode>();
  const build = (inode: ModelInode): TreeNode => {
    const before = made.get(inode);
    if (before !== undefined) return before;
    const { node, mode, mtime, content, entries } = inode;
    const links = names.get(inode) ?? 1;
    let built: TreeNode;
    if (node.type === 'directory') {
      built = {
        ...node,
        mode,
        mtime,
        entries: new Map([...(entries ?? [])].map(([n, child]) => [n, build(child)])),
      };
    } else if (node.type === 'file') built = { ...node, mode, mtime, links, content: toBytes(content) };
    else built = { ...node, mode, mtime, links };
    made.set(inode, built);
    return built;
  };
  const built = build(root);
  if (built.type !== 'directory') throw new Error('the root is a directory');
  return { root: built };
}

const small = fc.nat(40);
const operation = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('write' as const), pick: small, at: small, length: small }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('truncate' as const), pick: small, size: small }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('mode' as const), pick: small, mode: fc.nat(0o7777) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('make' as const),
      into: small,
      name: small,
      directory: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('link' as const), pick: small, into: small, name: small }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unlink' as const), pick: small }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('rename' as const), pick: small, into: small, name: small }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('commit' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

interface Spot {
  readonly parent: ModelInode;
  readonly directory: DirectoryInode;
  readonly name: ByteString;
  readonly inode: ModelInode;
}

/** The same overlay and model, walked in step. */
class Both {
  readonly overlay: Overlay;
  readonly model: ModelInode;
  #now = 10_000_000_000n;

  constructor(tree: Tree) {
    this.overlay = new Overlay(tree, { now: () => this.#now });
    this.model = modelOf(tree.root);
  }

  #spots(): Spot[] {
    const spots: Spot[] = [];
    const visit = (parent: ModelInode, directory: DirectoryInode): void => {
      expect(directory.names().sort()).toEqual([...(parent.entries?.keys() ?? [])].sort());
      for (const [name, inode] of [...(parent.entries ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
        spots.push({ parent, directory, name, inode });
        const seen = directory.get(name);
        if (inode.entries !== undefined && seen?.type === 'directory') visit(inode, seen);
      }
    };
    visit(this.model, this.overlay.root);
    return spots;
  }

  do(next: Operation): void {
    this.#now += 1_000_000_000n;
    if (next.do === 'commit') {
      this.overlay.commit();
      return;
    }
    const spots = this.#spots();
    const spot = 'pick' in next ? spots[next.pick % Math.max(1, spots.length)] : undefined;
    const folders = [
      { inode: this.model, seen: this.overlay.root },
      ...spots.flatMap(({ inode, directory, name }) => {
        const seen = directory.get(name);
        return seen?.type === 'directory' ? [{ inode, seen }] : [];
      }),
    ];
    const into = 'into' in next ? folders[next.into % folders.length] : undefined;
    const seen = spot?.directory.get(spot.name);
    if (next.do === 'make' && into !== undefined) this.#make(into, `n${next.name % 5}`, next.directory);
    if (spot === undefined || seen === undefined) return;
    if (next.do === 'mode') seen.mode = spot.inode.mode = next.mode;
    if (next.do === 'unlink') this.#unlink(spot);
    if (seen.type === 'file' && next.do === 'write' && next.length > 0) {
      const text = 'w'.repeat(next.length);
      this.overlay.write(seen, toBytes(text), next.at);
      const padded = spot.inode.content.padEnd(next.at, '\0');
      spot.inode.content = padded.slice(0, next.at) + text + padded.slice(next.at + text.length);
      spot.inode.mtime = this.#now;
    }
    if (seen.type === 'file' && next.do === 'truncate') {
      this.overlay.truncate(seen, next.size);
      spot.inode.content = spot.inode.content.slice(0, next.size).padEnd(next.size, '\0');
      spot.inode.mtime = this.#now;
    }
    if (
      next.do === 'link' &&
      into?.inode.entries?.has(`n${next.name % 5}`) === false &&
      seen.type !== 'directory'
    ) {
      this.overlay.link(into.seen, `n${next.name % 5}`, seen);
      into.inode.entries.set(`n${next.name % 5}`, spot.inode);
      into.inode.mtime = this.#now;
    }
    if (next.do === 'rename' && into !== undefined) this.#rename(spot, into, `n${next.name % 5}`);
  }

  #make(into: { inode: ModelInode; seen: DirectoryInode }, name: ByteString, directory: boolean): void {
    if (into.inode.entries?.has(name) !== false) return;
    const attributes = { mode: 0o640, uid: 3, gid: 4, mtime: this.#now };
    const made = directory ? this.overlay.makeDirectory(attributes) : this.overlay.makeFile(attributes);
    this.overlay.link(into.seen, name, made);
    const node: TreeNode = directory
      ? { type: 'directory', ...attributes, entries: new Map() }
      : { type: 'file', ...attributes, content: new Uint8Array(0), links: 1 };
    into.inode.entries.set(name, modelOf(node));
    into.inode.mtime = this.#now;
  }

  #unlink({ parent, directory, name, inode }: Spot): void {
    if ((inode.entries?.size ?? 0) > 0) return;
    this.overlay.unlink(directory, name);
    parent.entries?.delete(name);
    parent.mtime = this.#now;
  }

  #rename(spot: Spot, into: { inode: ModelInode; seen: DirectoryInode }, name: ByteString): void {
    const { inode, parent, directory } = spot;
    const over = into.inode.entries?.get(name);
    // What the kernel refuses before it asks the overlay.
    const inside = (below: ModelInode): boolean =>
      below === into.inode || [...(below.entries?.values() ?? [])].some(inside);
    if (over === inode || inside(inode) || (over?.entries?.size ?? 0) > 0) return;
    this.overlay.rename(directory, spot.name, into.seen, name);
    parent.entries?.delete(spot.name);
    into.inode.entries?.set(name, inode);
    parent.mtime = into.inode.mtime = this.#now;
  }
}

test('an overlay does what a model of a filesystem does, and leaves its tree alone', () => {
  fc.assert(
    fc.property(
      twoTrees({ hardLinks: true }),
      fc.array(operation, { maxLength: 30 }),
      ([tree], operations) => {
        const before = rows(tree);
        const both = new Both(tree);
        for (const next of operations) both.do(next);
        const after = both.overlay.commit();
        expect(rows(after)).toEqual(rows(treeOf(both.model)));
        expect(wrongLinkCounts(after)).toEqual([]);
        expect(rows(tree)).toEqual(before);
        expect(rows(both.overlay.commit())).toEqual(rows(after));
      },
    ),
    { numRuns: 150 },
  );
});

test('what is opened again and only looked at is the same tree', () => {
  fc.assert(
    fc.property(twoTrees({ hardLinks: true }), ([tree]) => {
      const both = new Both(tree);
      both.do({ do: 'unlink', pick: 0 });
      const after = both.overlay.commit();
      const looked = new Overlay(after, { now: () => 0n });
      const visit = (directory: DirectoryInode): void => {
        for (const name of directory.names()) {
          const inode = directory.get(name);
          if (inode?.type === 'directory') visit(inode);
        }
      };
      visit(looked.root);
      expect(looked.commit()).toBe(after);
    }),
    { numRuns: 50 },
  );
});
