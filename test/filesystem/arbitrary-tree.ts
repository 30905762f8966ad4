/** Any tree at all, for properties: few names, so that two trees often have the same paths. */
import fc from 'fast-check';
import { type ByteString, fromBytes } from '../../src/filesystem/byte-string.ts';
import { joinPath, walk } from '../../src/filesystem/lookup.ts';
import { emptyTree, type Tree, type TreeNode } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';

const name = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('a', 'b', 'c', 'd.e', 'a-b', '.wx', 'sp ace') },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ minLength: 1, maxLength: 120 })
      .map((bytes) => fromBytes(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x5f : byte))))
      .filter((text) => text !== '.' && text !== '..' && !text.startsWith('.wh.')),
  },
);

/** Whole seconds, as layers have them; some before 1970. */
const mtime = fc.integer({ min: -10, max: 2_000_000_000 }).map((at) => BigInt(at) * 1_000_000_000n);

const attributes = fc.record({
  mode: fc.constantFrom(0o644, 0o755, 0o4755, 0o1777, 0),
  uid: fc.constantFrom(0, 1000, 3_000_000),
  gid: fc.constantFrom(0, 50),
  mtime,
  capability: fc.option(fc.uint8Array({ minLength: 1, maxLength: 24 }), { nil: undefined, freq: 20 }),
});

type Attributes = typeof attributes extends fc.Arbitrary<infer Value> ? Value : never;

const common = ({ capability, ...rest }: Attributes) =>
  capability === undefined
    ? rest
    : { ...rest, xattrs: new Map([['security.capability', capability as Uint8Array]]) };

const leaf: fc.Arbitrary<TreeNode> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(attributes, fc.uint8Array({ maxLength: 700 }))
      .map(([given, content]): TreeNode => ({ type: 'file', ...common(given), content, links: 1 })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(attributes, fc.constantFrom('a', '/b/c', '../x', `/${'l'.repeat(150)}`))
      .map(
        ([given, target]): TreeNode => ({ type: 'symlink', ...common(given), mode: 0o777, target, links: 1 }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(attributes, fc.nat(255), fc.constantFrom('character-device', 'block-device'))
      .map(([given, minor, type]): TreeNode => ({ type, ...common(given), major: 1, minor, links: 1 })),
  },
  {
    weight: 1,
    arbitrary: attributes.map((given): TreeNode => ({ type: 'fifo', ...common(given), links: 1 })),
  },
);

const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.reduce(joinPath, '/'));

const operation = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), path, node: leaf }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('directory' as const), path, given: attributes }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), path }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('link' as const), path, target: path }) },
);

type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

function change(tree: Tree, operations: readonly Operation[], options: Options): Tree {
  const builder = new TreeBuilder(tree);
  for (const next of operations) {
    try {
      if (next.do === 'put') builder.put(next.path, next.node);
      else if (next.do === 'remove') builder.remove(next.path);
      else if (next.do === 'directory') {
        builder.putDirectory(next.path, { ...common(next.given), mtime: 0n });
      } else if (options.hardLinks) builder.link(next.path, next.target);
    } catch (error) {
      // A parent that is no directory: another path, then.
      if (!(error instanceof Error) || error.name !== 'NotADirectoryError') throw error;
    }
  }
  return builder.finish();
}

interface Options {
  readonly hardLinks: boolean;
}

/** Two trees that share a part, as a step's input and output do. */
export function twoTrees(options: Options): fc.Arbitrary<readonly [before: Tree, after: Tree]> {
  const some = fc.array(operation, { maxLength: 25 });
  return fc.tuple(some, some, some, fc.boolean()).map(([first, second, third, related]) => {
    const before = change(change(emptyTree, first, options), second, options);
    return [before, change(related ? before : emptyTree, third, options)] as const;
  });
}

/** A tree as plain rows, sorted. Which names are hard links of one another is a row's last column. */
export function rows(tree: Tree, { withLinks = true } = {}): unknown[] {
  const first = new Map<TreeNode, ByteString>();
  return [...walk(tree.root)].map(({ path: at, node }) => {
    if (node.type !== 'directory' && !first.has(node)) first.set(node, at);
    const { mode, uid, gid, mtime: time } = node;
    return {
      at,
      type: node.type,
      mode,
      uid,
      gid,
      time,
      xattrs: [...(node.xattrs ?? [])].map(([key, value]) => [key, fromBytes(value)]),
      ...(node.type === 'file' ? { content: fromBytes(node.content) } : {}),
      ...(node.type === 'symlink' ? { target: node.target } : {}),
      ...('major' in node ? { device: [node.major, node.minor] } : {}),
      ...(withLinks && node.type !== 'directory' ? { links: node.links, firstName: first.get(node) } : {}),
    };
  });
}

/** How often each node is referred to, compared with what it says: the invariant of `links`. */
export function wrongLinkCounts(tree: Tree): string[] {
  const counts = new Map<TreeNode, number>();
  for (const { node } of walk(tree.root)) counts.set(node, (counts.get(node) ?? 0) + 1);
  return [...walk(tree.root)]
    .filter(({ node }) => node.type !== 'directory' && node.links !== counts.get(node))
    .map((place) => place.path);
}
