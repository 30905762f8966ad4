import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { openForImport } from '../../src/image/archive-import.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { type ByteSource, blobSource, bytesSource } from '../../src/image/byte-source.ts';
import { ImageError } from '../../src/image/image-error.ts';
import { concatenate, endOfArchive, paddingOf } from '../../src/image/layer-writer.ts';
import { recognise } from '../../src/image/recognise.ts';
import { SnapshotCache } from '../../src/image/snapshot.ts';
import { encodeHeader, type TarHeader } from '../../src/image/tar-header.ts';
import { oracleBase } from './oracle.ts';

const platform = { os: 'linux', architecture: 'amd64' };
const options = { platform, now: 1_700_000_000_000 };
const text = (content: string) => new TextEncoder().encode(content);
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function header(name: string, size: number, more: Partial<TarHeader> = {}): Uint8Array {
  return encodeHeader({
    name,
    type: name.endsWith('/') ? 'directory' : 'file',
    mode: 0o755,
    uid: 0,
    gid: 0,
    size,
    mtime: 0n,
    linkName: '',
    major: 0,
    minor: 0,
    ...more,
  });
}

function tar(entries: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const pieces = Object.entries(entries).flatMap(([name, given]) => {
    const content = typeof given === 'string' ? text(given) : given;
    return [header(name, content.length), content, paddingOf(content.length)];
  });
  return concatenate([...pieces, endOfArchive]);
}

const zstd = (bytes: Uint8Array) =>
  new Uint8Array(spawnSync('zstd', ['-c'], { input: bytes, maxBuffer: 2 ** 30 }).stdout);
const hasZstd = spawnSync('zstd', ['--version']).status === 0;

interface Layer {
  readonly packed: Uint8Array;
  readonly diffId: string;
  readonly type: string;
}
const plain = (bytes: Uint8Array): Layer => ({
  packed: bytes,
  diffId: `sha256:${sha(bytes)}`,
  type: 'application/vnd.oci.image.layer.v1.tar',
});
const gzipped = (bytes: Uint8Array): Layer => ({
  packed: new Uint8Array(gzipSync(bytes)),
  diffId: `sha256:${sha(bytes)}`,
  type: 'application/vnd.oci.image.layer.v1.tar+gzip',
});

/** Files of an OCI layout: for each architecture an image of these layers. */
function layout(
  layers: readonly Layer[],
  { architectures = ['amd64'], name }: { architectures?: readonly string[]; name?: string } = {},
): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  const add = (content: Uint8Array) => {
    const digest = sha(content);
    files[`blobs/sha256/${digest}`] = content;
    return { digest: `sha256:${digest}`, size: content.length };
  };
  const manifests = architectures.map((architecture) => {
    const config = add(
      text(
        JSON.stringify({
          architecture,
          os: 'linux',
          config: {},
          rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
        }),
      ),
    );
    const manifest = add(
      text(
        JSON.stringify({
          schemaVersion: 2,
          config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
          layers: layers.map(({ packed, type }) => ({ mediaType: type, ...add(packed) })),
        }),
      ),
    );
    return {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      ...manifest,
      platform: { os: 'linux', architecture },
      ...(name === undefined ? {} : { annotations: { 'org.opencontainers.image.ref.name': name } }),
    };
  });
  files['index.json'] = text(JSON.stringify({ schemaVersion: 2, manifests }));
  files['oci-layout'] = text('{"imageLayoutVersion":"1.0.0"}');
  return files;
}

const rootfs = tar({
  './': '',
  './bin/': '',
  './bin/sh': '#!',
  './etc/': '',
  './etc/passwd': 'root:x:0:0::/:\n',
});

async function load(source: ByteSource, store = new MemoryBlobStore()) {
  const { kind, images } = await openForImport(source, options);
  let bytes = 0;
  const loaded = [];
  for (const { names, load } of images) {
    loaded.push({ names, image: await load(store, (count) => (bytes += count)) });
  }
  return { kind, loaded, bytes, store };
}

const refused = async (source: ByteSource): Promise<ImageError> => {
  const error = await load(source).then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (error instanceof ImageError) return error;
  throw error;
};

describe('a file that is imported', () => {
  const packings: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[] = [
    ['plain', (bytes) => bytes],
    ['gzip', (bytes) => new Uint8Array(gzipSync(bytes))],
    ...(hasZstd ? [['zstd', zstd] as const] : []),
  ];
  for (const [packing, pack] of packings) {
    it(`as an OCI layout, ${packing}, is the image with its verified layers and its name`, async () => {
      const second = tar({ 'etc/motd': 'ahoy' });
      const file = pack(tar(layout([gzipped(rootfs), plain(second)], { name: 'app:1' })));
      const { kind, loaded, store } = await load(blobSource(new Blob([file as never]), 'app.tar'));
      expect(kind).toBe('oci-layout');
      expect(loaded).toMatchObject([{ names: ['app:1'] }]);
      expect(loaded[0]?.image.layers.map(({ digest }) => digest)).toEqual([
        `sha256:${sha(rootfs)}`,
        `sha256:${sha(second)}`,
      ]);
      expect((await store.list()).length).toBe(2);
    });

    it(`as docker save wrote it, ${packing}, is the image with its name`, async () => {
      const { kind, loaded } = await load(bytesSource(pack(oracleBase()), 'base.tar'));
      expect([kind, loaded.map(({ names }) => names)]).toEqual(['docker-archive', [['spike/base:1']]]);
    });

    it(`as a root filesystem, ${packing}, is one layer: the tar as it is`, async () => {
      const { kind, loaded, store } = await load(bytesSource(pack(rootfs), 'mini.tar'));
      expect(kind).toBe('rootfs');
      const [{ names, image } = { names: undefined, image: undefined }] = loaded;
      expect(names).toEqual([]);
      expect(image?.config.rootfs.diff_ids).toEqual([`sha256:${sha(rootfs)}`]);
      expect(image?.config.history).toEqual([
        { created: '2023-11-14T22:13:20.000Z', comment: 'Imported from mini.tar' },
      ]);
      const tree = await new SnapshotCache(store).load([`sha256:${sha(rootfs)}`]);
      expect(nodeAt(tree, '/etc/passwd')?.type).toBe('file');
    });
  }

  it('with a layer of several gzip files in a row, as eStargz has it, is whole', async () => {
    const packed = concatenate(
      [rootfs.subarray(0, 512), rootfs.subarray(512)].map((each) => new Uint8Array(gzipSync(each))),
    );
    const files = layout([{ ...gzipped(rootfs), packed }]);
    const { store } = await load(bytesSource(tar(files), 'x.tar'));
    expect(await store.has(`sha256:${sha(rootfs)}`)).toBe(true);
  });

  it('with several images is all of them', async () => {
    const one = layout([plain(rootfs)], { name: 'one:1' });
    const two = layout([plain(tar({ a: 'b' }))], { name: 'two:1' });
    const index = (files: Record<string, Uint8Array>) =>
      JSON.parse(new TextDecoder().decode(files['index.json'])).manifests;
    const both = text(JSON.stringify({ schemaVersion: 2, manifests: [...index(one), ...index(two)] }));
    const { loaded } = await load(bytesSource(tar({ ...one, ...two, 'index.json': both }), 'x.tar'));
    expect(loaded.map(({ names }) => names)).toEqual([['one:1'], ['two:1']]);
  });

  it('does not unpack a layer that is here already', async () => {
    const file = bytesSource(tar(layout([gzipped(rootfs)])), 'x.tar');
    const { store, bytes } = await load(file);
    expect(bytes).toBeGreaterThan(0);
    expect((await load(file, store)).bytes).toBe(0);
  });

  it('for other platforms says for which, before anything is kept', async () => {
    const files = layout([plain(rootfs)], { architectures: ['arm64', 's390x'] });
    const error = await refused(bytesSource(tar(files), 'x.tar'));
    expect(error.platforms).toEqual(['linux/arm64', 'linux/s390x']);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    const opening = openForImport(bytesSource(rootfs, 'x'), { ...options, signal: stop.signal });
    await expect(opening).rejects.toThrow('enough');
  });

  it('never has more of a large file in memory than a few pieces', async () => {
    // 8 GiB of zeros that exist only when they are read, behind an image of a few bytes.
    const size = 8 * 1024 ** 3 - 512;
    const head = concatenate([tar(layout([plain(rootfs)])).slice(0, -1024), header('ballast', size)]);
    let read = 0;
    const whole = head.length + size + 1536;
    const source: ByteSource = {
      name: 'huge.tar',
      size: whole,
      async *stream(start = 0, end = whole) {
        for (let at = start; at < end; ) {
          const piece = at < head.length ? head.subarray(at, end) : new Uint8Array(Math.min(65536, end - at));
          at += piece.length;
          read += piece.length;
          yield piece;
        }
      },
    };
    expect((await load(source)).kind).toBe('oci-layout');
    expect(read).toBeLessThan(2 ** 20);
  });
});

describe('a file that is no good', () => {
  const digestOf = (files: Record<string, Uint8Array>, layer: Layer) =>
    `blobs/sha256/${sha(layer.packed)}` in files;

  it('is told at any place where it is cut short', async () => {
    const whole = tar(layout([gzipped(rootfs)]));
    for (let tenth = 1; tenth < 10; tenth++) {
      const cut = whole.slice(0, Math.floor(((whole.length - 1024) * tenth) / 10) | 1);
      const error = await refused(bytesSource(cut, 'cut.tar'));
      expect(['malformed', 'not-found']).toContain(error.code);
    }
  });

  it('with a changed layer names the layer and both digests', async () => {
    const layer = plain(rootfs);
    const files = layout([layer]);
    expect(digestOf(files, layer)).toBe(true);
    const changed = rootfs.slice();
    changed[600] = 1;
    const error = await refused(
      bytesSource(tar({ ...files, [`blobs/sha256/${sha(rootfs)}`]: changed }), 'x.tar'),
    );
    expect(error.code).toBe('digest-mismatch');
    expect(error.message).toContain(`blobs/sha256/${sha(rootfs)}`);
    expect(error.message).toContain(sha(changed));
  });

  it('with a wrong size, or without one of its blobs, says so', async () => {
    const files = layout([plain(rootfs)]);
    const path = `blobs/sha256/${sha(rootfs)}`;
    const longer = concatenate([rootfs, new Uint8Array(512)]);
    expect((await refused(bytesSource(tar({ ...files, [path]: longer }), 'x'))).code).toMatch(/mismatch/);
    const { [path]: _, ...rest } = files;
    expect((await refused(bytesSource(tar(rest), 'x'))).message).toContain('is not there');
  });

  it('with more files than any archive of an image has is refused', async () => {
    const many = concatenate(Array.from({ length: 10_001 }, (_, at) => header(`blobs/${at}/`, 0)));
    const error = await refused(
      bytesSource(concatenate([tar(layout([plain(rootfs)])).slice(0, -1024), many]), 'x'),
    );
    expect(error.code).toBe('limit');
  });

  it.each([
    ['empty', new Uint8Array(0)],
    ['text', text('hello '.repeat(200))],
    ['an archive of nothing', endOfArchive],
  ])('as it is %s is no archive', async (_, bytes) => {
    expect(['malformed', 'not-found']).toContain((await refused(bytesSource(bytes, 'x'))).code);
  });

  it('compressed in another way says how to help itself', async () => {
    const xz = new Uint8Array([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]);
    expect((await refused(bytesSource(xz, 'a.tar.xz'))).message).toContain('xz -dk a.tar.xz');
  });
});

describe('a dropped file', () => {
  it.each<[string, Uint8Array, string | undefined]>([
    ['docker save', oracleBase(), 'image'],
    ['an OCI layout', tar(layout([plain(rootfs)])), 'image'],
    ['a gzipped OCI layout', new Uint8Array(gzipSync(tar(layout([plain(rootfs)])))), 'image'],
    ['a root filesystem', rootfs, 'rootfs'],
    ['a project', tar({ 'src/': '', 'src/main.sh': 'echo', 'package.json': '{}' }), undefined],
    ['a script', text('#!/bin/sh\necho hello\n'), undefined],
    ['nothing', new Uint8Array(0), undefined],
  ])('that is %s is recognised as what it is', async (_, bytes, expected) => {
    expect(await recognise(bytesSource(bytes, 'x'))).toBe(expected);
  });
});
