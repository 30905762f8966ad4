/** What is pushed to Debian's `docker-registry` is what skopeo finds there, and what we pull again. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { type Image, makeImage } from '../../src/image/image.ts';
import { concatenate, endOfArchive, paddingOf } from '../../src/image/layer-writer.ts';
import { encodeHeader } from '../../src/image/tar-header.ts';
import { BlobSources } from '../../src/registry/blob-sources.ts';
import type { Credentials } from '../../src/registry/distribution/authorization.ts';
import type { Fetch } from '../../src/registry/distribution/exchange.ts';
import { RegistryClient } from '../../src/registry/distribution/registry-client.ts';
import { pushImage } from '../../src/registry/push.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { type Authentication, DebianRegistry, registryMissing, user } from './debian-registry.ts';
import { pulling, registryError } from './small-registry.ts';

const layerOf = (name: string, content: Uint8Array): Uint8Array =>
  concatenate([
    encodeHeader({
      name,
      type: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
      size: content.length,
      mtime: 0n,
      linkName: '',
      major: 0,
      minor: 0,
    }),
    content,
    paddingOf(content.length),
    endOfArchive,
  ]);

describe.skipIf(registryMissing !== undefined)("pushing to Debian's registry", () => {
  const registry = new DebianRegistry();
  const store = new MemoryBlobStore();
  const records = new Map<string, unknown>();
  let image: Image;

  beforeAll(async () => {
    await registry.start('open');
    const layers = [
      await store.put(layerOf('small', randomBytes(3000))),
      // More than two chunks.
      await store.put(layerOf('large', randomBytes(9_500_000))),
    ];
    image = await makeImage(
      {
        os: 'linux',
        architecture: 'amd64',
        config: { Cmd: ['sh'] },
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
        history: layers.map((_, at) => ({ created_by: `COPY ${at} /` })),
      },
      layers,
    );
  }, 60_000);
  afterAll(() => registry.stop());

  function push(name: string, credentials?: Credentials) {
    const client = new RegistryClient({
      fetch: fetch as Fetch,
      ...(credentials === undefined ? {} : { credentials: () => credentials }),
    });
    const sources = new BlobSources({
      get: async (key) => records.get(key),
      put: async (key, record) => void records.set(key, record),
    });
    return pushImage(image, parseReference(`${registry.host}/${name}`), { client, store, sources });
  }

  const skopeo = (...args: readonly string[]): string => {
    const { stdout, stderr, status } = spawnSync('skopeo', ['--insecure-policy', ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };

  it('skopeo finds the digests there that were shown, and whole blobs', async () => {
    const { digest, blobs } = await push('pushed/app:1');
    expect(blobs.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent']);
    const source = `docker://${registry.host}/pushed/app:1`;
    const inspected = JSON.parse(skopeo('inspect', '--tls-verify=false', source));
    expect(inspected.Digest).toBe(digest);
    expect(inspected.Layers).toEqual(image.layers.map((layer) => layer.digest));
    // Copying reads every byte and compares its digest.
    skopeo('copy', '--quiet', '--src-tls-verify=false', source, `oci:${registry.folder}/copied:1`);
    const again = await pulling({ limits: { answerTime: 20_000, silenceTime: 20_000 } }).pull(
      `${registry.host}/pushed/app:1`,
    );
    expect(again.configDigest).toBe(image.configDigest);
  });

  it('nothing is sent twice, and another repository has the blobs mounted', async () => {
    const outcomes = async (name: string) => (await push(name)).blobs.map(({ outcome }) => outcome);
    expect(await outcomes('pushed/app:2')).toEqual(['there', 'there', 'there']);
    expect(await outcomes('pushed/other:1')).toEqual(['mounted', 'mounted', 'mounted']);
  });

  it.each<Authentication>(['htpasswd', 'token'])('with %s only the user may push', async (authentication) => {
    await registry.start(authentication);
    const error = await registryError(push(`${authentication}/app:1`));
    expect(error.code).toBe('unauthorized');
    expect(error.message).toContain('push access denied');
    await registryError(push(`${authentication}/app:1`, { ...user, password: 'wrong' }));
    const { digest } = await push(`${authentication}/app:1`, user);
    expect(digest).toMatch(/^sha256:/);
  });
});
