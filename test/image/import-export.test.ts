import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { emptyTree, type Tree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { type BlobStore, MemoryBlobStore } from '../../src/image/blob-store.ts';
import { type Digest, sha256 } from '../../src/image/digest.ts';
import { type Image, makeImage, makeManifest } from '../../src/image/image.ts';
import type { ImageConfig } from '../../src/image/image-config.ts';
import { type ExportOptions, exportImage } from '../../src/image/image-export.ts';
import { type ImageFiles, readableFiles, tarFiles } from '../../src/image/image-files.ts';
import { importImage } from '../../src/image/image-import.ts';
import { concatenate, writeLayer } from '../../src/image/layer-writer.ts';
import { marshalIndex, mediaTypes } from '../../src/image/manifest.ts';
import { SnapshotCache } from '../../src/image/snapshot.ts';
import { encodeHeader } from '../../src/image/tar-header.ts';
import { oracleBase, oracleTargets } from './oracle.ts';

const platform = { os: 'linux', architecture: 'amd64' };
const bytes = (text: string) => new TextEncoder().encode(text);
const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: 1_700_000_000_000_000_000n };

function edited(tree: Tree, edit: (builder: TreeBuilder) => void): Tree {
  const builder = new TreeBuilder(tree);
  edit(builder);
  return builder.finish();
}

const first = edited(emptyTree, (tree) => {
  tree.put('/etc/motd', { type: 'file', ...attributes, content: bytes('ahoy\n'), links: 1 });
  tree.put('/bin/sh', { type: 'file', ...attributes, mode: 0o755, content: bytes('#!'), links: 1 });
  tree.link('/bin/ash', '/bin/sh');
  tree.put('/gone', { type: 'file', ...attributes, content: bytes('x'), links: 1 });
});
const second = edited(first, (tree) => {
  tree.remove('/gone');
  tree.put('/etc/link', { type: 'symlink', ...attributes, mode: 0o777, target: 'motd', links: 1 });
});

async function sample(store: BlobStore): Promise<Image> {
  const layers = [
    await store.put(writeLayer(diff(emptyTree, first))),
    { ...(await store.put(writeLayer(diff(first, second)))), rewrittenTo: 1_700_000_000 },
  ];
  const config: ImageConfig = {
    ...platform,
    created: '2023-11-14T22:13:20Z',
    config: { Env: ['PATH=/bin'], Cmd: ['sh', '-c', 'a && b'], WorkingDir: '/' },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    history: [{ created_by: 'COPY . /' }, { created_by: 'RUN rm /gone' }],
  };
  return makeImage(config, layers);
}

async function archive(options: ExportOptions, store = new MemoryBlobStore()): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of exportImage(await sample(store), store, options)) pieces.push(piece.slice());
  return concatenate(pieces);
}

describe('an image that was exported', () => {
  it.each(['oci', 'docker'] as const)('as %s is imported as the same image', async (format) => {
    const [from, to] = [new MemoryBlobStore(), new MemoryBlobStore()];
    const image = await sample(from);
    const tar = await archive({ format, names: ['app:1'] }, from);
    const imported = await importImage(await tarFiles(tar, 'image.tar'), to, { platform });
    expect(imported.configDigest).toBe(image.configDigest);
    expect(imported.config).toEqual(image.config);
    expect(await to.list()).toEqual(await from.list());
    const tree = await new SnapshotCache(to).load(imported.layers.map(({ digest }) => digest));
    expect(diff(tree, second)).toEqual([]);
    expect(nodeAt(tree, '/bin/sh')).toBe(nodeAt(tree, '/bin/ash'));
  });

  it('always is the same bytes', async () => {
    expect(await archive({ format: 'docker', names: ['app'] })).toEqual(
      await archive({ format: 'docker', names: ['app'] }),
    );
  });

  it('says which layer is gone when the store lost one', async () => {
    const store = new MemoryBlobStore();
    const image = await sample(store);
    const lost = image.layers[0]?.digest ?? ('sha256:' as Digest);
    await store.delete(lost);
    const exporting = async () => {
      for await (const _ of exportImage(image, store, { format: 'oci', names: [] }));
    };
    await expect(exporting()).rejects.toMatchObject({ code: 'not-found', path: lost });
  });
});

describe('an import', () => {
  const files = (entries: Readonly<Record<string, Uint8Array>>): ImageFiles =>
    readableFiles('x.tar', async (path) => entries[path]);
  const importing = (source: ImageFiles, tag?: string) =>
    importImage(source, new MemoryBlobStore(), { platform, ...(tag === undefined ? {} : { tag }) });

  /** The old form: `<id>.json` and `<id>/layer.tar`, here compressed as some tools do. */
  async function oldArchive(change: (entries: Record<string, Uint8Array>) => void = () => undefined) {
    const store = new MemoryBlobStore();
    const image = await sample(store);
    const id = image.configDigest.slice(7);
    const entries: Record<string, Uint8Array> = { [`${id}.json`]: image.configBytes };
    for (const [at, { digest }] of image.layers.entries()) {
      entries[`${at}/layer.tar`] = new Uint8Array(gzipSync((await store.get(digest)) ?? new Uint8Array()));
    }
    const Layers = image.layers.map((_, at) => `${at}/layer.tar`);
    entries['manifest.json'] = bytes(
      JSON.stringify([
        { Config: `${id}.json`, RepoTags: ['app:1', 'app:latest'], Layers },
        { Config: 'other.json', RepoTags: ['other:1'], Layers: [] },
      ]),
    );
    change(entries);
    return files(entries);
  }

  it('takes the tagged image of several from an old docker save', async () => {
    expect((await importing(await oldArchive(), 'app:1')).layers).toHaveLength(2);
  });

  it('asks for the tag where there are several', async () => {
    await expect(importing(await oldArchive())).rejects.toThrow(
      'x.tar, manifest.json: holds several images (expected one of app:1, app:latest, other:1). Say which one by its tag',
    );
    await expect(importing(await oldArchive(), 'no')).rejects.toThrow(/has no image no \(expected one of/);
  });

  it('follows the symbolic links that old archives have among their layers', async () => {
    const link = encodeHeader({
      name: 'b/layer.tar',
      type: 'symlink',
      linkName: '../a/layer.tar',
      mode: 0o777,
      uid: 0,
      gid: 0,
      size: 0,
      mtime: 0n,
      major: 0,
      minor: 0,
    });
    const target = encodeHeader({
      name: 'a/layer.tar',
      type: 'file',
      linkName: '',
      mode: 0o644,
      uid: 0,
      gid: 0,
      size: 0,
      mtime: 0n,
      major: 0,
      minor: 0,
    });
    const read = await tarFiles(concatenate([target, link, new Uint8Array(1024)]), 'x');
    expect(await read.read('b/layer.tar')).toEqual(new Uint8Array());
  });

  it('refuses a layer that is not the one the config names', async () => {
    const source = await oldArchive((entries) => {
      entries['1/layer.tar'] = writeLayer([]);
    });
    await expect(importing(source, 'app:1')).rejects.toMatchObject({
      code: 'digest-mismatch',
      path: 'x.tar, 1/layer.tar',
    });
  });

  it('refuses a blob of an OCI layout that was changed', async () => {
    const tar = await archive({ format: 'oci', names: [] });
    const at = Buffer.from(tar).indexOf('ahoy');
    tar[at] = 0x41;
    const source = await tarFiles(tar, 'x.tar');
    await expect(importing(source)).rejects.toMatchObject({ code: 'digest-mismatch' });
  });

  it('says what it expected of a file that is no image, and names a file that is missing', async () => {
    await expect(importing(files({}))).rejects.toThrow(/x\.tar: holds no image \(expected an OCI layout/);
    const source = await oldArchive((entries) => {
      delete entries['0/layer.tar'];
    });
    await expect(importing(source, 'app:1')).rejects.toThrow(/x\.tar, 0\/layer\.tar: is named by the image/);
  });

  it('refuses an index without an image for the platform, and lists those it has', async () => {
    const manifest = (architecture: string) => ({
      mediaType: mediaTypes.manifest,
      digest: `sha256:${'0'.repeat(64)}` as const,
      size: 1,
      platform: { os: 'linux', architecture },
    });
    const inner = bytes(
      marshalIndex({ mediaType: mediaTypes.index, manifests: [manifest('arm64'), manifest('s390x')] }),
    );
    const digest = await sha256(inner);
    const outer = marshalIndex({
      mediaType: mediaTypes.index,
      manifests: [{ mediaType: mediaTypes.index, digest, size: inner.length }],
    });
    const source = files({
      'index.json': bytes(outer),
      [digest.replace('sha256:', 'blobs/sha256/')]: inner,
    });
    await expect(importing(source)).rejects.toThrow(
      /has no image for linux\/amd64 \(expected linux\/arm64, linux\/s390x\)/,
    );
  });
});

describe('the recorded base image', () => {
  it('has the digests that Docker gave it', async () => {
    const image = await importImage(await tarFiles(oracleBase(), 'base'), new MemoryBlobStore(), {
      platform,
    });
    const [first] = oracleTargets();
    expect(image.configDigest).toBe(
      'sha256:4baaa7fa1b1807b487ce83149413dd2372e7109facb74346ad366ae0a8ad380e',
    );
    expect(image.layers.map(({ digest }) => digest)).toEqual(
      JSON.parse(first?.config ?? '').rootfs.diff_ids.slice(0, 1),
    );
    expect(image.config.config.Cmd).toEqual(['/bin/sh']);
  });

  it("with a case's layers gives that case's manifest, byte for byte", async () => {
    const store = new MemoryBlobStore();
    const base = await importImage(await tarFiles(oracleBase(), 'base'), store, {
      platform,
    });
    for (const target of oracleTargets()) {
      const layers = [...base.layers];
      for (const layer of target.layers) {
        layers.push({ ...(await store.put(layer)), rewrittenTo: 1_700_000_000 });
      }
      const { config } = JSON.parse(target.manifest);
      const configBytes = bytes(target.config);
      const image = { ...base, configBytes, configDigest: config.digest, layers };
      const { bytes: manifest } = await makeManifest(image);
      expect(new TextDecoder().decode(manifest), target.name).toBe(target.manifest.trimEnd());
    }
  });
});

describe('other tools', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-export-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const lacks = (program: string) => spawnSync(program, ['--version']).status !== 0;
  const run = (program: string, ...parameters: string[]) =>
    execFileSync(program, parameters, { cwd: folder, stdio: 'pipe' }).toString();

  it.skipIf(lacks('skopeo'))('skopeo inspects and copies the export (skipped without skopeo)', async () => {
    writeFileSync(join(folder, 'oci.tar'), await archive({ format: 'oci', names: ['app:1'] }));
    writeFileSync(join(folder, 'docker.tar'), await archive({ format: 'docker', names: ['team/app:1'] }));
    const image = await sample(new MemoryBlobStore());
    const { digest } = await makeManifest(image);
    const seen = JSON.parse(run('skopeo', 'inspect', 'oci-archive:oci.tar:1'));
    expect(seen).toMatchObject({ Digest: digest, Os: 'linux', Env: ['PATH=/bin'] });
    expect(seen.Layers).toEqual(image.layers.map((layer) => layer.digest));
    for (const source of ['docker-archive:docker.tar:team/app:1', 'oci-archive:docker.tar:1']) {
      const config = run('skopeo', 'inspect', '--config', '--raw', source);
      expect(JSON.parse(config)).toEqual(JSON.parse(new TextDecoder().decode(image.configBytes)));
      run('skopeo', '--insecure-policy', 'copy', source, `dir:${source.slice(0, 6)}`);
    }
  });

  it.skipIf(lacks('skopeo') || lacks('umoci'))(
    'umoci unpacks the export (skipped without skopeo and umoci)',
    async () => {
      writeFileSync(join(folder, 'app.tar'), await archive({ format: 'oci', names: ['app:1'] }));
      execFileSync('mkdir', ['layout'], { cwd: folder });
      run('tar', '-xf', 'app.tar', '-C', 'layout');
      run('umoci', 'unpack', '--rootless', '--image', 'layout:1', 'bundle');
      const root = join(folder, 'bundle', 'rootfs');
      expect(readFileSync(join(root, 'etc/link'), 'utf8')).toBe('ahoy\n');
      expect(existsSync(join(root, 'gone'))).toBe(false);
      const [sh, ash] = [statSync(join(root, 'bin/sh')), statSync(join(root, 'bin/ash'))];
      expect([sh.mode & 0o7777, sh.ino]).toEqual([0o755, ash.ino]);
    },
  );
});
