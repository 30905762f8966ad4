import { describe, expect, it } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { encodeHeader } from '../../src/image/tar-header.ts';
import { TarPushReader } from '../../src/image/tar-push-reader.ts';
import { readTar } from '../../src/image/tar-reader.ts';

const sizes = [0, 1, 511, 512, 513, 70_000, 2_500_000];

function archive(): Uint8Array {
  const builder = new TreeBuilder(emptyTree);
  for (const [at, size] of sizes.entries()) {
    const content = new Uint8Array(size).map((_, byte) => byte * (at + 1));
    const name = at % 2 === 0 ? `/short${at}` : `/${'long'.repeat(40)}/${at}`;
    builder.put(name, { type: 'file', mode: 0o644, uid: 1, gid: 2, mtime: 5n, content, links: 1 });
  }
  return writeLayer(diff(emptyTree, builder.finish()));
}

function pushed(bytes: Uint8Array, step: number) {
  const reader = new TarPushReader();
  // A piece may be reused by whoever pushes it.
  const piece = new Uint8Array(step);
  for (let at = 0; at < bytes.length; at += step) {
    const part = bytes.subarray(at, at + step);
    piece.set(part);
    reader.push(piece.subarray(0, part.length));
  }
  return reader.finish();
}

describe('a tar that is pushed in pieces', () => {
  it.each([1000, 512, 4096, 65_536, 10_000_000])(
    'of %d bytes gives the entries it has in one piece',
    (step) => {
      const bytes = archive();
      const expected = [...readTar(bytes)];
      const entries = pushed(bytes, step);
      expect(entries.map(({ content, ...header }) => header)).toEqual(
        expected.map(({ content, ...header }) => header),
      );
      const differing = entries.filter(
        ({ content }, at) => Buffer.compare(content, expected[at]?.content ?? content) !== 0,
      );
      expect(differing).toEqual([]);
    },
  );

  it('is refused when it ends in the middle of an entry', () => {
    const bytes = archive();
    expect(() => pushed(bytes.subarray(0, bytes.length - 100_000), 4096)).toThrow('ends in the middle');
    expect(() => pushed(bytes.subarray(0, 100), 4096)).toThrow('ends in the middle');
  });

  it('sets no memory aside for contents that are only announced', () => {
    const header = encodeHeader({
      name: 'large',
      type: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
      size: 3 * 1024 ** 3,
      mtime: 0n,
      linkName: '',
      major: 0,
      minor: 0,
    });
    const before = process.memoryUsage().arrayBuffers;
    const reader = new TarPushReader();
    reader.push(header);
    reader.push(new Uint8Array(100));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 ** 2);
    expect(() => reader.finish()).toThrow('ends in the middle');
  });
});
