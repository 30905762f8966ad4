import { lstatSync, mkdirSync, readFileSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { metadataText } from '../../src/cli/metadata.ts';
import type { OutputOption } from '../../src/cli/output-option.ts';
import { writeOutput } from '../../src/cli/outputs.ts';
import { emptyTree, type Tree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { makeImage } from '../../src/image/image.ts';
import { tarFiles } from '../../src/image/image-files.ts';
import { importImage } from '../../src/image/image-import.ts';
import { readTar } from '../../src/image/tar-reader.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const owned = { uid: 0, gid: 0, mtime: 1_600_000_000_500_000_000n };

function sampleTree(): Tree {
  const builder = new TreeBuilder(emptyTree);
  builder.putDirectory('/bin', { ...owned, mode: 0o555 });
  builder.put('/bin/run', { type: 'file', ...owned, mode: 0o755, content: bytes('#!'), links: 1 });
  builder.link('/bin/again', '/bin/run');
  builder.put('/link', { type: 'symlink', ...owned, mode: 0o777, target: '../../outside', links: 1 });
  return builder.finish();
}

class Collector extends Writable {
  readonly pieces: Buffer[] = [];
  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.pieces.push(piece);
    done();
  }
}

async function sampleImage(blobs: MemoryBlobStore) {
  const layer = await blobs.put(new Uint8Array(1024));
  return makeImage(
    {
      architecture: 'amd64',
      os: 'linux',
      config: { Env: ['A=b'] },
      rootfs: { type: 'layers', diff_ids: [layer.digest] },
      history: [{ created_by: 'COPY a /' }],
    },
    [layer],
  );
}

async function write(output: Partial<OutputOption>, names: readonly string[] = []): Promise<Uint8Array> {
  const blobs = new MemoryBlobStore();
  const collector = new Collector();
  await writeOutput(
    { type: 'oci', dest: '-', rewriteTimestamp: false, names: [], ...output },
    { image: await sampleImage(blobs), names, blobs, filesystem: async () => sampleTree() },
    collector,
  );
  return new Uint8Array(Buffer.concat(collector.pieces));
}

describe('an output', () => {
  it.each(['oci', 'docker'] as const)('of type %s is an image that can be imported', async (type) => {
    const archive = await write({ type, names: ['team/app:2'] }, ['app']);
    const image = await importImage(await tarFiles(archive, 'image.tar'), new MemoryBlobStore(), {
      tag: 'team/app:2',
      platform: { architecture: 'amd64', os: 'linux' },
    });
    expect(image.config.config?.Env).toEqual(['A=b']);
  });

  it('of type tar is the filesystem', async () => {
    const names = [...readTar(await write({ type: 'tar' }))].map(({ name, type }) => `${type} ${name}`);
    expect(names).toEqual(['directory bin/', 'file bin/again', 'hard-link bin/run', 'symlink link']);
  });

  it('goes to a file whole, in folders that are made for it', async () => {
    const dest = join(temporaryFolder(), 'new/image.tar');
    await write({ type: 'oci', dest });
    expect(readFileSync(dest)).toEqual(Buffer.from(await write({ type: 'oci' })));
  });

  it('of type local is a folder with modes, times and links', async () => {
    const dest = join(temporaryFolder(), 'out');
    await write({ type: 'local', dest });
    expect(statSync(join(dest, 'bin/run')).mode & 0o777).toBe(0o755);
    expect(statSync(join(dest, 'bin')).mode & 0o777).toBe(0o555);
    expect(statSync(join(dest, 'bin/run')).ino).toBe(statSync(join(dest, 'bin/again')).ino);
    expect(statSync(join(dest, 'bin')).mtimeMs).toBe(1_600_000_000_500);
    expect(readlinkSync(join(dest, 'link'))).toBe('../../outside');
  });

  it('of type local does not write through links that lie in the folder', async () => {
    const folder = temporaryFolder({ 'outside/run': 'mine' });
    const dest = join(folder, 'out');
    mkdirSync(dest);
    symlinkSync(join(folder, 'outside'), join(dest, 'bin'));
    await write({ type: 'local', dest });
    expect(lstatSync(join(dest, 'bin')).isDirectory()).toBe(true);
    expect(readFileSync(join(folder, 'outside/run'), 'utf8')).toBe('mine');
  });
});

describe('the metadata file', () => {
  it('has the keys that buildx writes', async () => {
    const image = await sampleImage(new MemoryBlobStore());
    const metadata = JSON.parse(await metadataText(image, ['app', 'app:2']));
    expect(metadata).toMatchObject({
      'containerimage.config.digest': image.configDigest,
      'containerimage.descriptor': { digest: metadata['containerimage.digest'] },
      'image.name': 'app,app:2',
    });
  });
});
