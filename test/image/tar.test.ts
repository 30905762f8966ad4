import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../../src/filesystem/apply.ts';
import { fromText } from '../../src/filesystem/byte-string.ts';
import { diff } from '../../src/filesystem/diff.ts';
import { nodeAt, walk } from '../../src/filesystem/lookup.ts';
import { emptyTree, type Tree } from '../../src/filesystem/tree.ts';
import { ImageError } from '../../src/image/image-error.ts';
import { exportFilesystem } from '../../src/image/image-export.ts';
import { applyLayer, applyLayerStream } from '../../src/image/layer-reader.ts';
import { concatenate, writeLayer } from '../../src/image/layer-writer.ts';
import { encodeHeader, type TarHeader } from '../../src/image/tar-header.ts';
import { readTar } from '../../src/image/tar-reader.ts';
import { rows, twoTrees } from '../filesystem/arbitrary-tree.ts';

const plain: TarHeader = {
  name: 'a',
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 0n,
  linkName: '',
  major: 0,
  minor: 0,
};

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** A tar of entries given by header and content. */
const tar = (...entries: readonly (Partial<TarHeader> & { readonly content?: string })[]) =>
  concatenate([
    ...entries.flatMap(({ content = '', ...header }) => {
      const size = content.length;
      const bytes = new Uint8Array(Math.ceil(size / 512) * 512);
      bytes.set(new TextEncoder().encode(content));
      return [encodeHeader({ ...plain, size, ...header }), bytes];
    }),
    new Uint8Array(1024),
  ]);

const paths = (tree: Tree) => [...walk(tree.root)].map((place) => place.path);

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

describe('a tar header', () => {
  it('puts what has no place into PAX records, as Go does', () => {
    const long = `${'d'.repeat(60)}/${'n'.repeat(60)}`;
    const blocks = encodeHeader({ ...plain, name: long, uid: 3_000_000, mtime: -1_000_000_000n });
    expect(blocks).toHaveLength(3 * 512);
    expect(text(blocks.subarray(0, 100)).replace(/\0+$/, '')).toBe(
      `${'d'.repeat(60)}/PaxHeaders.0/${'n'.repeat(60)}`.slice(0, 100),
    );
    expect(text(blocks.subarray(512, 1024)).replace(/\0+$/, '')).toBe(
      `12 mtime=-1\n131 path=${long}\n15 uid=3000000\n`,
    );
    expect(text(blocks.subarray(1024, 1124))).toBe(long.slice(0, 100));
  });

  it('counts the digits of a record in its length', () => {
    // 98 bytes and two digits are a hundred, which has three.
    const value = 'v'.repeat(100 - ' SCHILY.xattr.x=\n'.length - 2);
    const blocks = encodeHeader({ ...plain, xattrs: new Map([['x', new TextEncoder().encode(value)]]) });
    expect(text(blocks.subarray(512, 520))).toBe('101 SCHI');
  });

  it('splits the name of a whiteout where USTAR can', () => {
    const name = `${'d'.repeat(60)}/${'n'.repeat(60)}`;
    const block = encodeHeader({ ...plain, name });
    expect(block).toHaveLength(512);
    expect(text(block.subarray(0, 61)).replace(/\0/g, '')).toBe('n'.repeat(60));
    expect(text(block.subarray(345, 406)).replace(/\0/g, '')).toBe('d'.repeat(60));
  });

  it.skipIf(spawnSync('tar', ['--version']).status !== 0)('is what tar(1) reads (skipped without it)', () => {
    const name = fromText(`ä/${'n'.repeat(120)}`);
    const bytes = tar({
      name,
      content: 'x',
      mtime: 1_700_000_000_000_000_000n,
      mode: 0o4755,
      uid: 9_999_999,
    });
    const listing = execFileSync('tar', ['--numeric-owner', '--quoting-style=literal', '-tvf', '-'], {
      input: bytes,
      env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    }).toString();
    expect(listing).toMatch(/^-rwsr-xr-x 9999999\/0 +1 2023-11-14 22:13 ä\/n{120}\n$/);
  });
});

describe('a layer', () => {
  it('that was written is read back as the same tree, whole or in pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        twoTrees({ hardLinks: true }),
        fc.integer({ min: 1, max: 3000 }),
        async ([before, after], size) => {
          const changes = diff(before, after);
          const layer = writeLayer(changes);
          const expected = rows(apply(changes, before));
          expect(rows(applyLayer(before, layer))).toEqual(expected);
          expect(rows(await applyLayerStream(before, inPieces(layer, size)))).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('over nothing keeps all hard links', () => {
    fc.assert(
      fc.property(twoTrees({ hardLinks: true }), ([, tree]) => {
        expect(rows(applyLayer(emptyTree, writeLayer(diff(emptyTree, tree))))).toEqual(rows(tree));
        expect(rows(applyLayer(emptyTree, concatenate([...exportFilesystem(tree)])))).toEqual(rows(tree));
      }),
      { numRuns: 100 },
    );
  });

  const lower = applyLayer(emptyTree, tar({ name: 'd/old' }, { name: 'd/sub/x' }, { name: 'e' }));

  it('takes away what its whiteouts name', () => {
    expect(
      paths(applyLayer(lower, tar({ name: 'd/.wh.sub' }, { name: '.wh.e' }, { name: '.wh.none' }))),
    ).toEqual(['/d', '/d/old']);
  });

  it('hides the lower entries of an opaque directory, and no others, in any order', () => {
    const layer = tar(
      { name: 'd/new' },
      { name: 'd/sub/y' },
      { name: 'd/.wh..wh..opq' },
      { name: 'd/newer' },
    );
    expect(paths(applyLayer(lower, layer))).toEqual(['/d', '/d/new', '/d/newer', '/d/sub', '/d/sub/y', '/e']);
  });

  it('keeps what came with it, when it has a whiteout of the same name', () => {
    const layer = tar({ name: 'd/sub/y' }, { name: 'd/.wh.sub' });
    expect(paths(applyLayer(lower, layer))).toEqual(['/d', '/d/old', '/d/sub', '/d/sub/y', '/e']);
  });

  it('stays inside: absolute names, .. and links out of it end below its root', () => {
    const layer = tar(
      { name: '/abs' },
      { name: '../../up' },
      { name: './dot/./x' },
      { name: 'out', type: 'symlink', linkName: '../../..' },
      { name: 'out/through' },
      { name: './', type: 'directory', mode: 0 },
    );
    const tree = applyLayer(emptyTree, layer);
    expect(paths(tree)).toEqual(['/abs', '/dot', '/dot/x', '/out', '/through', '/up']);
    expect(tree.root.mode).toBe(0o755);
  });

  it('lets the last of several entries win', () => {
    const tree = applyLayer(emptyTree, tar({ name: 'f', content: '1' }, { name: 'f', content: '22' }));
    expect(nodeAt(tree, '/f')).toMatchObject({ content: new TextEncoder().encode('22'), links: 1 });
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      'a hard link to nothing',
      tar({ name: 'l', type: 'hard-link', linkName: 'no' }),
      /^l: is a hard link to no/,
    ],
    [
      'a path below a file',
      tar({ name: 'f' }, { name: 'f/x' }),
      /^f\/x: lies below \/f, which is no directory/,
    ],
    ['a whiteout of nothing', tar({ name: 'd/.wh.' }), /^d\/\.wh\.: is a whiteout of nothing/],
    [
      'a loop of links',
      tar({ name: 'l', type: 'symlink', linkName: 'l' }, { name: 'l/x' }),
      /^l\/x: its directory is a loop/,
    ],
    ['too many levels', tar({ name: 'd/'.repeat(600) }), /nested too deeply \(expected at most 512 levels\)/],
    ['a name that is too long', tar({ name: 'n'.repeat(5000) }), /too many bytes in its name/],
    [
      'half an entry',
      tar({ name: 'f', content: 'x'.repeat(600) }).subarray(0, 1200),
      /^f: .*ends in the middle/,
    ],
    ['no tar at all', new Uint8Array(512).fill(65), /is no tar header/],
  ])('is refused with %s, and says where', (_what, bytes, message) => {
    const read = () => applyLayer(emptyTree, bytes);
    expect(read).toThrow(ImageError);
    expect(read).toThrow(message);
  });

  it('is refused when it is larger than its limits', () => {
    const limits = { entries: 2, nameLength: 100, contentSize: 3, metadataSize: 100 };
    expect(() => applyLayer(emptyTree, tar({}, { name: 'b' }, { name: 'c' }), limits)).toThrow(
      /too many entries/,
    );
    expect(() => applyLayer(emptyTree, tar({ content: 'abcd' }), limits)).toThrow(
      /too many bytes of content/,
    );
    expect(() => applyLayer(emptyTree, tar({ name: 'n'.repeat(101) }), limits)).toThrow(/bytes of metadata/);
  });

  it('of any bytes whatever is read or refused, never anything else', () => {
    const valid = tar(
      { name: 'd', type: 'directory' },
      { name: 'x'.repeat(120), content: 'abc' },
      { name: 'f' },
    );
    const damaged = fc
      .tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(valid.length))
      .map(([at, byte, end]) => {
        const bytes = valid.slice();
        bytes[at] = byte;
        // The checksum made right again, so that the fields themselves are tried.
        for (let block = 0; block < bytes.length; block += 512) {
          if (bytes[block + 257] !== 0x75) continue;
          bytes.fill(0x20, block + 148, block + 156);
          const sum = bytes.subarray(block, block + 512).reduce((total, value) => total + value, 0);
          bytes.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), block + 148);
        }
        return bytes.subarray(0, Math.max(end, 512));
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 2000 }), damaged), (bytes) => {
        try {
          applyLayer(emptyTree, bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe.skipIf(spawnSync('tar', ['--version']).status !== 0)(
  'archives of tar(1) (skipped without it)',
  () => {
    it.each(['gnu', 'pax', 'ustar', 'v7', 'oldgnu'])('in format %s are read', (format) => {
      const name = `license-${'l'.repeat(format === 'gnu' || format === 'pax' ? 110 : 20)}`;
      const bytes = execFileSync('tar', [
        `--format=${format}`,
        '--transform',
        `s,LICENSE,${name},`,
        '-C',
        new URL('../..', import.meta.url).pathname,
        '-cf',
        '-',
        'LICENSE',
      ]);
      const [entry] = [...readTar(new Uint8Array(bytes))];
      expect(entry?.name).toBe(name);
      expect(new TextDecoder().decode(entry?.content)).toContain('Apache License');
    });

    it('that are sparse are refused', () => {
      const shell = 'cd "$(mktemp -d)" && truncate -s 1M hole && tar -S -cf - hole';
      const bytes = new Uint8Array(execFileSync('sh', ['-c', shell]));
      expect(() => [...readTar(bytes)]).toThrow(/hole: this is a sparse file/);
    });
  },
);
