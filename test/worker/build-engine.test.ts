import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { diff } from '../../src/filesystem/diff.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { makeImage } from '../../src/image/image.ts';
import { marshalImageConfig } from '../../src/image/image-config.ts';
import { tarFiles } from '../../src/image/image-files.ts';
import { importImage } from '../../src/image/image-import.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { parseReference } from '../../src/registry/reference.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { createBuildEngine } from '../../src/worker/build-engine.ts';
import { largestProject } from '../../src/worker/limits.ts';
import type { FinishedStep } from '../../src/worker/messages.ts';
import type { PageFiles } from '../../src/worker/page-files.ts';
import { pageSandbox } from '../../src/worker/page-sandbox.ts';
import { projectContext } from '../../src/worker/project-context.ts';
import type { BuildRequest, ProjectEntry } from '../../src/worker/protocol.ts';
import type { RunBuild } from '../../src/worker/run-build.ts';
import type { ServedEngine } from '../../src/worker/serve.ts';

const publicFolder = resolve(import.meta.dirname, '../../public');
const read = async (path: string) => new Uint8Array(await readFile(join(publicFolder, path)));
const files: PageFiles = {
  fetchFile: read,
  busybox: async () => {
    const bytes = await read('busybox.wasm');
    return { bytes, module: await WebAssembly.compile(bytes) };
  },
};

const entry = (path: string, text: string): ProjectEntry => ({
  path,
  mode: 0o644,
  modified: 1_700_000_000_000,
  content: new TextEncoder().encode(text),
});
const request: BuildRequest = { entries: [entry('Dockerfile', 'FROM busybox\nCOPY . /app\n')], tag: 'app:1' };

/** Two steps by hand, FROM busybox and COPY . /app: the engine under test is what is around a build. */
const fromAndCopy: RunBuild = async ({ entries, tag }, { images, store, snapshots, onFinished }) => {
  const match = await images.resolve(parseReference('busybox'));
  if (match === undefined) throw new Error('busybox is not bundled');
  const base = await images.load(match, store.blobs);
  onFinished({ id: '0/0', config: marshalImageConfig(base.config), layers: base.layers, inherited: 0 });
  const before = await snapshots.load(base.layers.map(({ digest }) => digest));
  const builder = new TreeBuilder(before);
  builder.put('/app', projectContext(entries).root);
  const layers = [...base.layers, await store.blobs.put(writeLayer(diff(before, builder.finish())))];
  const image = await makeImage(
    {
      ...base.config,
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      history: [...base.config.history, { created_by: 'COPY . /app # buildkit' }],
    },
    layers,
  );
  onFinished({ id: '0/1', config: marshalImageConfig(image.config), layers, inherited: base.layers.length });
  return {
    outcome: {
      outcome: 'finished',
      image: { manifestDigest: '', configDigest: image.configDigest, size: 0, layers: [], tags: [] },
    },
    built: { image, names: tag === undefined ? [] : [tag], time: 0 },
  };
};

function engine(runBuild: RunBuild = fromAndCopy, finished: readonly FinishedStep[] = []): ServedEngine {
  const made = createBuildEngine({
    pageFiles: () => files,
    openSandbox: pageSandbox,
    openStore: () => openStore(),
    runBuild,
  });
  made.begin('https://example.test/', finished);
  return made;
}

/** Runs until it is stopped. */
const endless: RunBuild = (_request, { signal }) =>
  new Promise((done) => {
    signal.addEventListener('abort', () => done({ outcome: { outcome: 'cancelled' } }));
  });

const ignoreEvents = () => undefined;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('the engine behind the page', () => {
  it('opens the store and compiles the sandbox when it is prepared', async () => {
    expect(await engine().prepare()).toMatchObject({ kind: 'indexeddb', used: 0, blobs: 0 });
  });

  it('says that nothing is kept where there is no IndexedDB', async () => {
    const made = createBuildEngine({
      pageFiles: () => files,
      openSandbox: pageSandbox,
      openStore: async () => new MemoryStore('a private window'),
      runBuild: fromAndCopy,
    });
    made.begin('https://example.test/', []);
    expect(await made.storage()).toMatchObject({ kind: 'memory', reason: 'a private window' });
  });

  it('shows what the steps of a build made', async () => {
    const made = engine();
    await made.build(request, ignoreEvents);
    expect((await made.layer('0/1')).map(({ path, change }) => [path, change])).toEqual([
      ['/app', 'added'],
      ['/app/Dockerfile', 'added'],
    ]);
    const { content } = await made.file('0/1', '/app/Dockerfile', 4);
    expect(new TextDecoder().decode(content)).toBe('FROM');
    expect((await made.inspectImage('0/1')).history.at(-1)?.createdBy).toBe('COPY . /app # buildkit');
    expect(await made.inspectImage('finished')).toMatchObject({ names: ['app:1'] });
    const whole = await made.filesystem('0/1');
    expect(whole.find(({ path }) => path === '/bin/busybox')?.size).toBe((await read('busybox.wasm')).length);
  });

  it('shows them again after its worker was ended and the store opened anew', async () => {
    const finished: FinishedStep[] = [];
    await engine().build(request, ignoreEvents, (step) => finished.push(step));
    const next = engine(fromAndCopy, structuredClone(finished));
    expect((await next.layer('0/1')).map(({ path }) => path)).toEqual(['/app', '/app/Dockerfile']);
  });

  it.each(['docker', 'oci'] as const)(
    'exports the image as a %s archive that can be read again',
    async (format) => {
      const made = engine();
      const outcome = await made.build(request, ignoreEvents);
      const archive = await made.exportImage(format);
      const bytes = new Uint8Array(await archive.arrayBuffer());
      const image = await importImage(await tarFiles(bytes, 'app.tar'), new MemoryStore('a test').blobs, {
        platform: { os: 'linux', architecture: 'amd64' },
      });
      expect(outcome).toMatchObject({ outcome: 'finished', image: { configDigest: image.configDigest } });
    },
  );

  it('exports the filesystem as a tar', async () => {
    const made = engine();
    await made.build(request, ignoreEvents);
    const bytes = new Uint8Array(await (await made.exportImage('filesystem')).arrayBuffer());
    expect(Buffer.from(bytes).includes('app/Dockerfile')).toBe(true);
  });

  it('has nothing to export or show before a build, and says so', async () => {
    await expect(engine().exportImage('docker')).rejects.toThrow(/no finished image.*Build it first/);
    await expect(engine().layer('0/0')).rejects.toThrow(/Build again/);
  });

  it('stops a build, and the one that runs when another begins', async () => {
    const made = engine(endless);
    const first = made.build(request, ignoreEvents);
    const second = made.build(request, ignoreEvents);
    expect(await first).toEqual({ outcome: 'cancelled' });
    await made.stop();
    expect(await second).toEqual({ outcome: 'cancelled' });
    await made.stop();
  });

  it('can build again after a build that broke', async () => {
    let builds = 0;
    const made = engine((given, environment) => {
      if (builds++ === 0) return Promise.reject(new Error('broke'));
      return fromAndCopy(given, environment);
    });
    await expect(made.build(request, ignoreEvents)).rejects.toThrow('broke');
    expect(await made.build(request, ignoreEvents)).toMatchObject({ outcome: 'finished' });
  });

  it('keeps the project between visits', async () => {
    expect(await engine().loadProject()).toBeUndefined();
    await engine().saveProject(request.entries);
    expect(await engine().loadProject()).toEqual(request.entries);
  });

  it('refuses a project that is too large, in a build and when saving', async () => {
    const huge = { ...entry('disk.img', ''), content: { length: largestProject + 1 } as Uint8Array };
    const made = engine();
    await expect(made.build({ entries: [huge] }, ignoreEvents)).rejects.toThrow(/largest file is disk\.img/);
    await expect(made.saveProject([huge])).rejects.toThrow(/largest file is disk\.img/);
  });

  it('forgets layers when pruned, and can build again', async () => {
    const made = engine();
    await made.build(request, ignoreEvents);
    expect((await made.storage()).blobs).toBeGreaterThan(0);
    expect(await made.prune()).toMatchObject({ blobs: 0, used: 0 });
    expect(await made.build(request, ignoreEvents)).toMatchObject({ outcome: 'finished' });
  });

  it('remembers its builds, and compares their images after the next one and a reload', async () => {
    const made = engine();
    await made.build(request, ignoreEvents);
    const changed = { ...request, entries: [...request.entries, entry('new.txt', 'new')] };
    await made.build(changed, ignoreEvents);
    const next = engine();
    const [second, first] = await next.pastBuilds();
    expect(second).toMatchObject({ outcome: 'finished', request: { tag: 'app:1' } });
    expect((await next.pastBuild(first?.id ?? ''))?.dockerfileText).toBe('FROM busybox\nCOPY . /app\n');
    const files = await next.compareFiles({ build: first?.id ?? '' }, { build: second?.id ?? '' });
    expect(files.files).toEqual([{ path: '/app/new.txt', second: 3, directory: false, differs: [] }]);
    await expect(next.compareFiles({ build: 'nosuch' }, { build: 'nosuch' })).rejects.toThrow(
      'No such build',
    );
    expect(await next.forgetBuilds([first?.id ?? ''])).toHaveLength(1);
  });

  it('lists the bundled images with what they lack', async () => {
    const images = await engine().bundledImages();
    expect(images.find(({ name }) => name === 'node:14-alpine')).toMatchObject({
      standIn: true,
      missing: expect.arrayContaining(['node', 'npm']),
    });
  });
});
