import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodeHeader } from '../../src/image/tar-header.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { importImageFile, listImported, namedImages } from '../../src/worker/image-imports.ts';
import type { ImportRequest, TransferProgress } from '../../src/worker/protocol.ts';
import { oracleBase } from '../image/oracle.ts';

let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore('a test');
});

const importing = (
  request: ImportRequest,
  onProgress?: (progress: TransferProgress) => void,
  signal?: AbortSignal,
) =>
  importImageFile(request, namedImages(store), store.blobs, {
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  });
const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const directory = encodeHeader({
  name: 'etc/',
  type: 'directory',
  mode: 0o755,
  uid: 0,
  gid: 0,
  size: 0,
  mtime: 0n,
  linkName: '',
  major: 0,
  minor: 0,
});
const rootfs = Buffer.concat([directory, Buffer.alloc(1024)]);

describe('importing a file', () => {
  it('keeps the image under its name, lists it and tells of its progress', async () => {
    const told: TransferProgress[] = [];
    const file = blob(gzipSync(oracleBase()));
    const outcome = await importing({ file, fileName: 'base.tar.gz' }, (progress) => told.push(progress));
    expect(outcome).toMatchObject({
      outcome: 'imported',
      images: [{ names: ['spike/base:1'], platform: 'linux/amd64', layers: 1, file: 'base.tar.gz' }],
    });
    expect(outcome).toMatchObject({ images: await listImported(namedImages(store)) });
    expect(told.at(-1)).toMatchObject({ label: 'base.tar.gz', total: file.size });
  });

  it('takes the name of the person before the one of the file', async () => {
    const outcome = await importing({ file: blob(oracleBase()), fileName: 'base.tar', name: 'mine:2' });
    expect(outcome).toMatchObject({ outcome: 'imported', images: [{ names: ['mine:2'] }] });
  });

  it('asks for a name where there is none, and proposes one', async () => {
    const request = { file: blob(rootfs), fileName: 'My Debian_12 (minbase).tar.gz' };
    expect(await importing(request)).toEqual({ outcome: 'nameless', suggestion: 'my-debian-12-minbase' });
    expect(await importing({ ...request, fileName: '.tar' })).toMatchObject({ suggestion: 'imported' });
    expect((await store.blobs.list()).length).toBe(0);
    expect(await importing({ ...request, name: 'tiny' })).toMatchObject({
      outcome: 'imported',
      images: [{ names: ['tiny:latest'] }],
    });
  });

  it('says what is wrong with a file or a name, and keeps nothing', async () => {
    const failed = async (request: ImportRequest) => {
      const outcome = await importing(request);
      return outcome.outcome === 'failed' ? outcome.message : JSON.stringify(outcome);
    };
    expect(await failed({ file: blob(oracleBase().slice(0, 3000)), fileName: 'cut.tar' })).toContain('cut');
    expect(await failed({ file: blob(rootfs), fileName: 'a.tar', name: 'No Name' })).toMatch(
      /^invalid reference format.*in small letters\.$/,
    );
    expect(await listImported(namedImages(store))).toEqual([]);
  });

  it('can be stopped', async () => {
    const request = { file: blob(oracleBase()), fileName: 'base.tar' };
    expect(await importing(request, undefined, AbortSignal.abort())).toEqual({ outcome: 'cancelled' });
    expect(await listImported(namedImages(store))).toEqual([]);
  });
});
