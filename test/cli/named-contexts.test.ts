import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseNamedContext } from '../../src/cli/named-context-option.ts';
import { openNamedContexts } from '../../src/cli/named-contexts.ts';
import { walk } from '../../src/filesystem/lookup.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { makeImage } from '../../src/image/image.ts';
import { exportImage } from '../../src/image/image-export.ts';
import { readTar } from '../../src/image/tar-reader.ts';
import { temporaryFolder } from './temporary-folder.ts';

const archive = fileURLToPath(new URL('../conformance/oracle/base/busybox-docker.tar.gz', import.meta.url));

function open(...options: string[]) {
  return openNamedContexts(options.map(parseNamedContext), {
    blobs: new MemoryBlobStore(),
    baseImages: { resolve: async () => undefined },
    signal: new AbortController().signal,
  });
}

describe('a named context', () => {
  it('answers to every way of writing its name', async () => {
    const named = await open(`alpine=docker-archive:${archive}`);
    const [first, ...others] = ['alpine', 'alpine:latest', 'docker.io/library/alpine'].map(named);
    expect(first?.kind === 'image' && first.image.config.config?.Cmd).toEqual(['/bin/sh']);
    expect(others).toEqual([first, first]);
    expect(named('alpine:3')).toBeUndefined();
  });

  it('may be a folder, without what its .dockerignore leaves out', async () => {
    const folder = temporaryFolder({ a: '', b: '', '.dockerignore': 'b\n' });
    const found = (await open(`files=${folder}`))('files');
    if (found?.kind !== 'tree') throw new Error('that is no folder');
    expect([...walk(found.tree.root)].map(({ path }) => path)).toEqual(['/.dockerignore', '/a']);
  });

  it('may be an OCI layout in a folder', async () => {
    const folder = temporaryFolder();
    const config = { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers' as const, diff_ids: [] } };
    const image = await makeImage({ ...config, config: { Env: ['A=b'] }, history: [] }, []);
    const pieces: Uint8Array[] = [];
    for await (const piece of exportImage(image, new MemoryBlobStore(), { format: 'oci', names: ['x:1'] })) {
      pieces.push(piece);
    }
    for (const { name, type, content } of readTar(new Uint8Array(Buffer.concat(pieces)))) {
      if (type !== 'file') continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const found = (await open(`base=oci-layout://${folder}:1`))('base');
    expect(found?.kind === 'image' && found.image.configDigest).toBe(image.configDigest);
  });

  it('that is not there is an error that names it', async () => {
    const missing = join(temporaryFolder(), 'none');
    for (const source of [missing, `docker-archive:${missing}`, `oci-layout://${missing}`]) {
      await expect(open(`x=${source}`)).rejects.toThrow(`failed to get build context x: path "${missing}"`);
    }
    await expect(open('x=docker-image://ghost')).rejects.toThrow('docker-image://ghost: not found');
  });
});
