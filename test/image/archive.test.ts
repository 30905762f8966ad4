import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fromText, toText } from '../../src/filesystem/byte-string.ts';
import { nodeAt, walk } from '../../src/filesystem/lookup.ts';
import { emptyTree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { openArchive, unpackArchive } from '../../src/image/archive.ts';
import { exportFilesystem } from '../../src/image/image-export.ts';
import { concatenate } from '../../src/image/layer-writer.ts';
import { readTar } from '../../src/image/tar-reader.ts';
import { oracleContext } from './oracle.ts';

const attributes = { mode: 0o640, uid: 7, gid: 8, mtime: 1_500_000_000_000_000_000n };
const builder = new TreeBuilder(emptyTree);
builder.put('/dir/.wh.kept', { type: 'file', ...attributes, content: new Uint8Array([1]), links: 1 });
const tar = concatenate([...exportFilesystem(builder.finish())]);

describe('a file that ADD is given', () => {
  it('is an archive when a tar begins in it, compressed or not', async () => {
    expect(await openArchive(tar, 'a')).toBe(tar);
    expect(await openArchive(new Uint8Array(gzipSync(tar)), 'a')).toEqual(tar);
  });

  it.each([
    ['text', new TextEncoder().encode('no archive')],
    ['nothing', new Uint8Array()],
    ['an empty archive', new Uint8Array(10_240)],
    ['compressed text', new Uint8Array(gzipSync('text'))],
    ['damaged gzip', Uint8Array.from([0x1f, 0x8b, 8, 1, 2, 3])],
  ])('is a file like any other when it holds %s', async (_what, bytes) => {
    expect(await openArchive(bytes, 'a')).toBeUndefined();
  });

  it('is refused, not copied, when too much is in it', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(5_000_000)));
    await expect(openArchive(bomb, 'bomb.tar.gz', 1_000_000)).rejects.toMatchObject({
      code: 'limit',
      path: 'bomb.tar.gz',
    });
  });
});

describe('an archive that is unpacked', () => {
  it('keeps names that would be whiteouts in a layer', () => {
    expect(nodeAt(unpackArchive(emptyTree, tar), '/dir/.wh.kept')).toMatchObject(attributes);
  });

  it('can be moved and given to another owner on the way', () => {
    const moved = unpackArchive(emptyTree, tar, (entry) => ({ ...entry, name: `opt/${entry.name}`, uid: 9 }));
    expect([...walk(moved.root)].map(({ path, node }) => [path, node.uid])).toEqual([
      ['/opt', 0],
      ['/opt/dir', 9],
      ['/opt/dir/.wh.kept', 9],
    ]);
  });
});

describe('the archives of the recorded ADD case', () => {
  it('are told from the files that only look like it', async () => {
    const archives: string[] = [];
    for (const entry of readTar(oracleContext('07-add-tar'))) {
      if (entry.type !== 'file') continue;
      const name = toText(entry.name).replace(/^(\.\/)?context\//, '');
      if ((await openArchive(entry.content, name)) !== undefined) archives.push(fromText(name));
    }
    expect(archives.sort()).toEqual([
      'a.tar.gz',
      'dd/a.tar.gz',
      'noext',
      'p.tar',
      'p.tar.bz2',
      'p.tar.xz',
      'p.tar.zst',
    ]);
  });
});
