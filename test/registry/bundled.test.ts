import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundledImages } from '../../scripts/images/bundled-images.ts';
import { makeLayout } from '../../scripts/images/layout.ts';
import { lookup } from '../../src/filesystem/lookup.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { type Digest, isDigest, sha256 } from '../../src/image/digest.ts';
import { SnapshotCache } from '../../src/image/snapshot.ts';
import { BundledImages, type FetchFile, missingProgramTexts } from '../../src/registry/bundled.ts';
import { parseReference } from '../../src/registry/reference.ts';

const publicFolder = resolve(import.meta.dirname, '../../public');
const fromDisk: FetchFile = async (path) => new Uint8Array(await readFile(join(publicFolder, path)));
const images = new BundledImages(fromDisk);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const resolved = async (reference: string) => {
  const match = await images.resolve(parseReference(reference));
  if (match === undefined) throw new Error(`${reference} is not bundled`);
  return match;
};

interface Manifest {
  readonly config: { readonly digest: Digest; readonly size: number };
  readonly layers: readonly { readonly digest: Digest; readonly size: number }[];
}

const manifestOf = async (digest: Digest): Promise<Manifest> => JSON.parse(text(await images.blob(digest)));

async function configOf(reference: string) {
  const manifest = await manifestOf((await resolved(reference)).manifest);
  return JSON.parse(text(await images.blob(manifest.config.digest)));
}

describe('the bundled images', () => {
  it('are what the script makes of the busybox module that is there', async () => {
    const module = await fromDisk('busybox.wasm');
    const applets = text(await fromDisk('busybox.links'))
      .split('\n')
      .filter(Boolean);
    const { files } = makeLayout(bundledImages(module, applets), module);
    for (const [path, content] of files) {
      const onDisk = await fromDisk(`images/${path}`).catch(() => new Uint8Array(0));
      expect(Buffer.compare(onDisk, content), `images/${path} is out of date: npm run images`).toBe(0);
    }
  });

  it('are images with the digests and sizes they claim, and diff IDs of their layers', async () => {
    for (const { manifest } of await images.list()) {
      const { config, layers } = await manifestOf(manifest);
      const bytes = await images.blob(config.digest);
      expect(bytes.length).toBe(config.size);
      const { rootfs, history } = JSON.parse(text(bytes));
      expect(rootfs.diff_ids).toEqual(layers.map(({ digest }) => digest));
      expect(history.filter((row: { empty_layer?: boolean }) => row.empty_layer !== true)).toHaveLength(
        layers.length,
      );
      for (const { digest, size } of layers) {
        expect(isDigest(digest)).toBe(true);
        const layer = await images.blob(digest);
        expect(layer.length).toBe(size);
        expect(await sha256(layer)).toBe(digest);
      }
    }
  });

  it('have the busybox module itself as their busybox', async () => {
    const module = Buffer.from(await fromDisk('busybox.wasm'));
    for (const { name, manifest } of await images.list()) {
      const { layers } = await manifestOf(manifest);
      const first = layers[0];
      expect(first, name).toBeDefined();
      if (first === undefined) continue;
      expect(Buffer.from(await images.blob(first.digest)).indexOf(module), name).toBeGreaterThan(0);
    }
  });

  it('load into a store as whole filesystems with our busybox in them', async () => {
    const module = await fromDisk('busybox.wasm');
    const store = new MemoryBlobStore();
    const snapshots = new SnapshotCache(store);
    for (const { name } of await images.list()) {
      const image = await images.load(await resolved(name), store);
      const tree = await snapshots.load(image.layers.map(({ digest }) => digest));
      for (const path of ['/bin/busybox', '/bin/sh', '/bin/ls', '/usr/bin/env']) {
        const found = lookup(tree, path);
        const content =
          found.outcome === 'found' && found.node.type === 'file' ? found.node.content : new Uint8Array(0);
        expect(Buffer.compare(content, module), `${name} ${path}`).toBe(0);
      }
    }
  });

  it('need no layer fetched when the store has them from another visit', async () => {
    const store = new MemoryBlobStore();
    const match = await resolved('node:14-alpine');
    const first = await images.load(match, store);
    const fetched: string[] = [];
    const again = new BundledImages((path) => {
      fetched.push(path);
      return fromDisk(path);
    });
    expect(await again.load(match, store)).toEqual(first);
    expect(fetched).not.toContain('busybox.wasm');
    expect(fetched).toHaveLength(3);
  });

  it('are loaded once, and again when the store was pruned', async () => {
    const asked: string[] = [];
    const counted = new BundledImages((path) => {
      asked.push(path);
      return fromDisk(path);
    });
    const store = new MemoryBlobStore();
    const match = await counted.resolve(parseReference('alpine'));
    if (match === undefined) throw new Error('alpine is not bundled');
    const first = await counted.load(match, store);
    const files = asked.length;
    expect(await counted.load(match, store)).toBe(first);
    expect(asked).toHaveLength(files);
    for (const { digest } of first.layers) await store.delete(digest);
    await counted.load(match, store);
    expect(asked.length).toBeGreaterThan(files);
    expect(await store.has(first.layers[0]?.digest ?? 'sha256:')).toBe(true);
  });

  it.each([
    ['alpine', 'alpine:3.22'],
    ['alpine:3', 'alpine:3.22'],
    ['alpine:3.18', 'alpine:3.22'],
    ['docker.io/library/alpine:edge', 'alpine:3.22'],
    ['busybox', 'busybox:latest'],
    ['debian', 'debian:bookworm-slim'],
    ['debian:bookworm-slim', 'debian:bookworm-slim'],
    ['ubuntu', 'ubuntu:24.04'],
    ['node:14-alpine', 'node:14-alpine'],
    ['node:14.17.0-alpine3.13', 'node:14-alpine'],
    ['node:22-alpine', 'node:22-alpine'],
    ['node:alpine', 'node:22-alpine'],
    ['node', 'node:22-bookworm-slim'],
    ['node:18-slim', 'node:22-bookworm-slim'],
    ['golang:1.14-alpine', 'golang:1.14-alpine'],
    ['golang:1.24', 'golang:1.24-bookworm'],
    ['golang:alpine', 'golang:1.24-alpine'],
    ['nginx:alpine', 'nginx:1.27-alpine'],
    ['nginx', 'nginx:1.27-bookworm'],
    ['python:3-alpine', 'python:3.13-alpine'],
    ['python:3.12-slim', 'python:3.12-slim-bookworm'],
  ])('%s is served by %s', async (typed, name) => {
    expect((await resolved(typed)).image.name).toBe(name);
  });

  it.each(['me/alpine', 'ghcr.io/library/alpine', 'redis', `alpine@sha256:${'0'.repeat(64)}`])(
    'hold nothing for %s',
    async (typed) => {
      expect(await images.resolve(parseReference(typed))).toBeUndefined();
    },
  );

  it('are found by their digest too', async () => {
    const { manifest } = await resolved('alpine');
    expect((await resolved(`alpine@${manifest}`)).image.name).toBe('alpine:3.22');
  });

  it('say that they are stand-ins, for what, and what they lack', async () => {
    expect((await resolved('node:14-alpine')).notes.join('\n')).toMatch(
      /^node:14-alpine is an offline stand-in.*\nIt lacks node, nodejs, npm/,
    );
    expect((await resolved('node:16-alpine')).notes).toContainEqual(
      expect.stringContaining('node:16-alpine itself is not bundled'),
    );
    expect((await resolved('alpine:latest')).notes.join()).not.toContain('not bundled');
    expect((await resolved('busybox')).notes).toEqual([]);
  });

  it('explain a program that they lack', async () => {
    const { image } = await resolved('node:14-alpine');
    const texts = missingProgramTexts(image, 'node:14-alpine');
    expect(texts.get('npm')).toMatch(/^npm is not in the offline stand-in for node:14-alpine\. .*Here, /);
    expect(texts.has('sh')).toBe(false);
  });

  it('name no program as missing that they have', async () => {
    const applets = text(await fromDisk('busybox.links')).split('\n');
    const have = new Set(applets.map((path) => path.slice(path.lastIndexOf('/') + 1)));
    for (const { missing, name } of await images.list()) {
      for (const { program } of missing) expect(have.has(program), `${name}: ${program}`).toBe(false);
    }
  });

  it('have the settings of the real images', async () => {
    expect((await configOf('node:14-alpine')).config).toMatchObject({
      Env: [expect.stringMatching(/^PATH=/), 'NODE_VERSION=14.21.3', 'YARN_VERSION=1.22.19'],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['node'],
    });
    expect((await configOf('golang:1.14-alpine')).config).toMatchObject({
      Env: [
        'PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'GOLANG_VERSION=1.14.15',
        'GOPATH=/go',
      ],
      WorkingDir: '/go',
      Cmd: ['/bin/sh'],
    });
    expect((await configOf('nginx:alpine')).config).toMatchObject({
      ExposedPorts: { '80/tcp': {} },
      StopSignal: 'SIGQUIT',
      Cmd: ['nginx', '-g', 'daemon off;'],
    });
  });

  it('are refused when their parts do not belong together', async () => {
    const wrongModule = new BundledImages(async (path) => {
      const bytes = await fromDisk(path);
      return path === 'busybox.wasm' ? bytes.map((byte) => byte ^ 1) : bytes;
    });
    const [first] = (await manifestOf((await resolved('alpine')).manifest)).layers;
    if (first === undefined) throw new Error('alpine has no layer');
    await expect(wrongModule.blob(first.digest)).rejects.toThrow(/npm run images/);
  });

  it('say what could not be loaded, and load it when it is there again', async () => {
    let offline = true;
    const flaky = new BundledImages(async (path) => {
      if (offline) throw new Error('network is gone');
      return fromDisk(path);
    });
    await expect(flaky.list()).rejects.toThrow(/images\/catalog\.json.*network is gone.*try again/);
    offline = false;
    expect((await flaky.list()).length).toBeGreaterThan(8);
  });
});
