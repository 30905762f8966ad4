/** What is built here and handed out is the same image elsewhere: in Docker, skopeo and umoci; and what they hand out, here. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printHistory } from '../../src/commands/print-images.ts';
import { openForImport } from '../../src/image/archive-import.ts';
import { MemoryBlobStore } from '../../src/image/blob-store.ts';
import { bytesSource } from '../../src/image/byte-source.ts';
import type { Digest } from '../../src/image/digest.ts';
import { type Image, makeManifest } from '../../src/image/image.ts';
import { tarFiles } from '../../src/image/image-files.ts';
import { importImage } from '../../src/image/image-import.ts';
import { dockerLayerSize } from '../../src/image/layer-size.ts';
import { readTar } from '../../src/image/tar-reader.ts';
import { runCli } from '../conformance/run-cli.ts';
import { docker, dockerMissing } from './real-docker.ts';

const platform = { os: 'linux', architecture: 'amd64' };
const dockerfile = `# syntax=docker/dockerfile:1
FROM alpine AS made
RUN mkdir /made && echo one > /made/one && ln /made/one /made/two && ln -s one /made/three
RUN chmod 4755 /made/one && chown 1000:50 /made

FROM alpine
LABEL org.example.made="here" quoted="a \\"b\\" & <c>"
ENV GREETING="hello & <bye>" EMPTY=
WORKDIR /work/dir
COPY --from=made /made /made
COPY a.txt ünï.txt ./
RUN rm /made/three && rm -r /etc/apk; echo two >> /made/one; mkfifo pipe; touch "a name with spaces"
USER 1000:50
EXPOSE 80 53/udp
VOLUME /data
HEALTHCHECK --interval=5s CMD true
ONBUILD RUN echo later
STOPSIGNAL SIGINT
ENTRYPOINT ["/bin/sh", "-c"]
CMD ["echo $GREETING"]
`;
const name = `drydock-round-trip-${process.pid}:1`;

let folder: string;
let image: Image;
let store: MemoryBlobStore;
/** What `dry-dock build` said that it made. */
let shown: { readonly config: string; readonly manifest: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drydock-round-trip-'));
  for (const [path, text] of Object.entries({ Dockerfile: dockerfile, 'a.txt': 'a\n', 'ünï.txt': 'u\n' })) {
    writeFileSync(join(folder, path), text);
  }
  const at = (file: string) => join(folder, 'out', file);
  const { exitCode, standardError } = await runCli([
    ...['build', '--cache-dir', join(folder, 'cache'), '-t', name],
    ...['-o', `type=docker,dest=${at('docker.tar')}`, '-o', `type=oci,dest=${at('oci.tar')}`],
    ...['-o', `type=tar,dest=${at('files.tar')}`, '--metadata-file', at('metadata.json'), folder],
  ]);
  expect(exitCode, standardError).toBe(0);
  const metadata = JSON.parse(readFileSync(at('metadata.json'), 'utf8'));
  shown = { config: metadata['containerimage.config.digest'], manifest: metadata['containerimage.digest'] };
  store = new MemoryBlobStore();
  const files = await tarFiles(new Uint8Array(readFileSync(at('docker.tar'))), 'docker.tar');
  image = await importImage(files, store, { platform });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const out = (file: string) => join(folder, 'out', file);
const here = (program: string) => spawnSync(program, ['--version']).status === 0;

describe('an image that was built here', () => {
  it('has in its archives the digests that were shown', async () => {
    expect(image.configDigest).toBe(shown.config);
    expect((await makeManifest(image)).digest).toBe(shown.manifest);
  });

  describe.skipIf(!here('skopeo'))('in skopeo (skipped without it)', () => {
    const skopeo = (...args: readonly string[]) =>
      execFileSync('skopeo', ['--insecure-policy', ...args], { encoding: 'utf8' });

    it.each([
      ['docker-archive', 'docker.tar'],
      ['oci-archive', 'oci.tar'],
    ])('as %s has the same config, layers and name', (transport, file) => {
      const source = `${transport}:${out(file)}`;
      const config = skopeo('inspect', '--raw', '--config', source);
      expect(Buffer.from(config)).toEqual(Buffer.from(image.configBytes));
      const { Layers, Digest } = JSON.parse(skopeo('inspect', source));
      expect(Layers).toEqual(image.layers.map(({ digest }) => digest));
      if (transport === 'oci-archive') expect(Digest).toBe(shown.manifest);
      expect(skopeo('list-tags', `docker-archive:${out('docker.tar')}`)).toContain(name);
    });

    it.skipIf(!here('umoci'))('and umoci has the same files (skipped without it)', () => {
      skopeo('copy', '--quiet', `oci-archive:${out('oci.tar')}`, `oci:${out('layout')}:1`);
      const options = process.getuid?.() === 0 ? [] : ['--rootless'];
      execFileSync('umoci', ['unpack', ...options, '--image', `${out('layout')}:1`, out('bundle')], {
        stdio: 'ignore',
      });
      mkdirSync(out('files'));
      execFileSync('tar', ['-xpf', out('files.tar'), '-C', out('files')]);
      expect(listing(out('bundle/rootfs'))).toEqual(listing(out('files')));
    });
  });
});

/** Every path with type, mode, owner, link target and content. */
function listing(root: string): readonly string[] {
  const find = 'find . -mindepth 1 -printf "%P %y %m %U:%G %l\\n" | LC_ALL=C sort';
  const sums = 'find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum';
  return execFileSync('sh', ['-c', `cd "$1" && ${find} && ${sums}`, 'sh', root], { encoding: 'utf8' }).split(
    '\n',
  );
}

if (dockerMissing !== undefined) console.warn(dockerMissing);

describe.skipIf(dockerMissing !== undefined)('with a real Docker', () => {
  it.each(['overlay2', 'containerd'] as const)(
    '%s loads it as the same image, with the same history',
    async (kind) => {
      try {
        const said = docker(kind, ['load'], readFileSync(out('docker.tar'))).toString();
        expect(said).toBe(`Loaded image: ${name}\n`);
        const [found] = JSON.parse(docker(kind, ['image', 'inspect', name]).toString());
        expect(found.RootFS.Layers).toEqual(image.layers.map(({ digest }) => digest));
        // Docker's old store calls an image by its config, the new one by its manifest.
        const id = kind === 'overlay2' ? shown.config : shown.manifest;
        expect(found.Id).toBe(id);
        const history = docker(kind, ['history', '--no-trunc', '--human=false', name]).toString();
        // The new store tells the blocks of its disk in place of the bytes of the files.
        const lines = (text: string) =>
          text
            .trimEnd()
            .split('\n')
            .map((line) =>
              kind === 'overlay2' ? line : line.replace(/ +\d+( +\S+)?$/, '$1').replace(/ {2,}/g, ' '),
            );
        expect(lines(history)).toEqual(lines(await ownHistory(id)));
      } finally {
        docker(kind, ['image', 'rm', '--force', name]);
      }
    },
  );

  it.each(['overlay2', 'containerd'] as const)(
    '%s saves it as what is imported here as the same image',
    async (kind) => {
      try {
        docker(kind, ['load'], readFileSync(out('docker.tar')));
        const saved = docker(kind, ['save', name]);
        const opened = await openForImport(bytesSource(saved, 'saved.tar'), { platform, now: 0 });
        const [only] = opened.images;
        expect(opened.images).toHaveLength(1);
        expect(only?.names.some((each) => each.endsWith(name))).toBe(true);
        const imported = await only?.load(new MemoryBlobStore(), () => undefined);
        expect(imported?.configDigest).toBe(shown.config);
      } finally {
        docker(kind, ['image', 'rm', '--force', name]);
      }
    },
  );

  it('docker import makes the same layer of a root filesystem', async () => {
    const files = readFileSync(out('files.tar'));
    const target = `drydock-rootfs-${process.pid}:1`;
    try {
      docker('overlay2', ['import', '-', target], files);
      const [found] = JSON.parse(docker('overlay2', ['image', 'inspect', target]).toString());
      const { images } = await openForImport(bytesSource(files, 'files.tar'), { platform, now: 0 });
      const imported = await images[0]?.load(new MemoryBlobStore(), () => undefined);
      expect(imported?.config.rootfs.diff_ids).toEqual(found.RootFS.Layers);
      expect(imported?.config.config.Cmd ?? null).toEqual(found.Config.Cmd ?? null);
    } finally {
      docker('overlay2', ['image', 'rm', '--force', target]);
    }
  });
});

async function ownHistory(id: string): Promise<string> {
  const sizes = await Promise.all(image.layers.map(({ digest }) => fileBytes(digest)));
  const facts = image.config.history.map((entry) => ({
    createdBy: entry.created_by ?? '',
    ...(entry.created === undefined ? {} : { created: entry.created }),
    size: entry.empty_layer ? 0 : (sizes.shift() ?? 0),
    ...(entry.comment === undefined ? {} : { comment: entry.comment }),
  }));
  const options = { command: 'history', image: name, quiet: false, noTrunc: true, human: false } as const;
  return printHistory(id, facts, options, 0).join('\n');
}

async function fileBytes(digest: Digest): Promise<number> {
  const tar = await store.get(digest);
  // It was loaded, not built, by this Docker.
  return dockerLayerSize(readTar(tar ?? new Uint8Array()), 'base');
}
