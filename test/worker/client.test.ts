import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BuildEvent } from '../../src/build/events.ts';
import { connectEngine, type WorkerEngine, type WorkerPort } from '../../src/worker/client.ts';
import type { FinishedStep } from '../../src/worker/messages.ts';
import type { BuildOutcome, StorageReport } from '../../src/worker/protocol.ts';
import { type ServedEngine, serve } from '../../src/worker/serve.ts';

const report: StorageReport = { kind: 'memory', used: 0, blobs: 0, cacheRecords: 0, persisted: false };
const image = { manifestDigest: 'm', configDigest: 'c', size: 0, layers: [], tags: [] };
const started = (step: string): BuildEvent => ({ type: 'step-started', time: 1, step });
const request = { entries: [] };

/** An engine of which only what a test gives is there. */
function engineWith(parts: Partial<ServedEngine>): ServedEngine {
  const missing = () => Promise.reject(new Error('not part of this test'));
  return {
    begin: () => undefined,
    stop: async () => undefined,
    prepare: async () => report,
    build: missing,
    check: missing,
    forecast: missing,
    adviseOnOrder: missing,
    earlierText: missing,
    layer: missing,
    filesystem: missing,
    file: missing,
    inspectImage: missing,
    auditImage: missing,
    layerFiles: missing,
    layerFile: missing,
    pathVersions: missing,
    exportImage: missing,
    bundledImages: missing,
    recogniseImage: missing,
    importImage: missing,
    importedImages: missing,
    removeImportedImage: missing,
    saveImage: missing,
    pushImage: missing,
    storage: missing,
    diskUsage: missing,
    prune: missing,
    setStorageBudget: missing,
    pastBuilds: missing,
    pastBuild: missing,
    forgetBuilds: missing,
    images: missing,
    keptImage: missing,
    tagImage: missing,
    removeImage: missing,
    compareFiles: missing,
    runContainer: missing,
    execContainer: missing,
    containers: missing,
    sendInput: missing,
    endInput: missing,
    resizeTerminal: missing,
    outputShown: missing,
    stopContainer: missing,
    killContainer: missing,
    removeContainer: missing,
    containerChanges: missing,
    commitContainer: missing,
    watchContainers: () => () => undefined,
    loadProject: missing,
    saveProject: missing,
    ...parts,
  };
}

const open: WorkerEngine[] = [];
afterEach(() => {
  for (const engine of open.splice(0)) engine.dispose();
});

/** A client whose workers are message channels; `deaf` ones take messages and do nothing. */
function connect(workers: readonly (ServedEngine | 'deaf')[], patience = 30) {
  let spawned = 0;
  const ended: number[] = [];
  const ports: WorkerPort[] = [];
  const engine = connectEngine({
    base: 'https://example.test/app/',
    patience,
    spawn: () => {
      const index = spawned++;
      const served = workers[index];
      if (served === undefined) throw new Error('no more workers in this test');
      const { port1, port2 } = new MessageChannel();
      if (served !== 'deaf') serve(served, port2 as never);
      const port: WorkerPort = {
        postMessage: (message) => port1.postMessage(message),
        onmessage: null,
        terminate: () => {
          ended.push(index);
          port1.close();
        },
      };
      port1.onmessage = (event) => port.onmessage?.(event as MessageEvent);
      ports.push(port);
      return port;
    },
  });
  open.push(engine);
  return { engine, ended, ports, spawned: () => spawned };
}

/** A build that ends when it is stopped. */
function stoppable() {
  let end: (outcome: BuildOutcome) => void = () => undefined;
  return engineWith({
    build: (_request, onEvents) => {
      onEvents([started('0/1')]);
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    stop: async () => end({ outcome: 'cancelled' }),
  });
}

/** A build that never listens again, once it has told of its events and finished steps. */
function stuck(events: readonly BuildEvent[], finished: readonly FinishedStep[] = []) {
  return engineWith({
    build: (_request, onEvents, onFinished) => {
      for (const step of finished) onFinished?.(step);
      onEvents(events);
      return new Promise(() => undefined);
    },
    layer: () => new Promise(() => undefined),
  });
}

async function firstEvents(engine: WorkerEngine) {
  const seen: BuildEvent[] = [];
  let ready: () => void = () => undefined;
  const some = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const outcome = engine.build(request, (events) => {
    seen.push(...events);
    ready();
  });
  await some;
  return { seen, outcome };
}

describe('the client of the build worker', () => {
  it('carries calls and their answers', async () => {
    const { engine } = connect([
      engineWith({
        file: async (step, path, limit) => ({
          content: new Uint8Array([limit]),
          size: path.length + step.length,
        }),
      }),
    ]);
    expect(await engine.prepare()).toEqual(report);
    expect(await engine.file('0/1', '/abc', 7)).toEqual({ content: new Uint8Array([7]), size: 7 });
  });

  it('passes errors on with their name and text', async () => {
    const { engine } = connect([
      engineWith({
        layer: async () => {
          throw new RangeError('no step 9/9 in the last build');
        },
      }),
    ]);
    await expect(engine.layer('9/9')).rejects.toMatchObject({
      name: 'RangeError',
      message: 'no step 9/9 in the last build',
    });
  });

  it('tells the worker first where the page lies', async () => {
    const order: string[] = [];
    const { engine } = connect([
      engineWith({
        begin: (base) => order.push(`begin ${base}`),
        prepare: async () => {
          order.push('prepare');
          return report;
        },
      }),
    ]);
    await engine.prepare();
    expect(order).toEqual(['begin https://example.test/app/', 'prepare']);
  });

  it('gives all events of a build in order, in few pieces, before its outcome', async () => {
    const steps = Array.from({ length: 500 }, (_, index) => started(`0/${index}`));
    const { engine } = connect([
      engineWith({
        build: async (_request, onEvents) => {
          for (const event of steps) onEvents([event]);
          return { outcome: 'finished', image };
        },
      }),
    ]);
    const seen: BuildEvent[] = [];
    let pieces = 0;
    const outcome = await engine.build(request, (events) => {
      seen.push(...events);
      pieces++;
    });
    expect(outcome).toEqual({ outcome: 'finished', image });
    expect(seen).toEqual(steps);
    expect(pieces).toBeLessThan(50);
  });

  it('stops a build that listens, and keeps its worker', async () => {
    const { engine, ended } = connect([stoppable()], 1000);
    const { outcome } = await firstEvents(engine);
    await engine.stop();
    expect(await outcome).toEqual({ outcome: 'cancelled' });
    expect(ended).toEqual([]);
  });

  it('stops a build whose worker is too busy to listen, within 200 ms', async () => {
    const { engine, ended, spawned } = connect([stuck([started('0/1')]), engineWith({})], 120);
    const { seen, outcome } = await firstEvents(engine);
    const before = performance.now();
    await engine.stop();
    expect(performance.now() - before).toBeLessThan(200);
    expect(await outcome).toEqual({ outcome: 'cancelled' });
    expect(ended).toEqual([0]);
    expect(spawned()).toBe(2);
    expect(seen.map(({ type }) => type)).toEqual(['step-started', 'step-cancelled', 'build-cancelled']);
  });

  it('asks the next worker what the ended one owed, and tells it which steps were finished', async () => {
    const finished: FinishedStep = { id: '0/0', config: '{}', layers: [], inherited: 0 };
    const adopted: FinishedStep[] = [];
    const next = engineWith({
      begin: (_base, steps) => void adopted.push(...steps),
      layer: async (step) => [{ path: `/${step}`, type: 'file', mode: 0, uid: 0, gid: 0, size: 0, mtime: 0 }],
    });
    const { engine } = connect([stuck([started('0/1')], [finished]), next]);
    const { outcome } = await firstEvents(engine);
    const owed = engine.layer('0/0');
    await engine.stop();
    expect(await outcome).toEqual({ outcome: 'cancelled' });
    expect(await owed).toMatchObject([{ path: '/0/0' }]);
    expect(adopted).toEqual([finished]);
  });

  it('hears nothing more of a build that it ended', async () => {
    const { engine, ports } = connect([stuck([started('0/1')]), engineWith({})]);
    const { seen } = await firstEvents(engine);
    const late = ports[0]?.onmessage;
    await engine.stop();
    const count = seen.length;
    late?.({ data: { type: 'events', id: 1, events: [started('late')] } } as MessageEvent);
    expect(seen).toHaveLength(count);
  });

  it('gives the worker each file’s content, also one that takes over in the middle', async () => {
    const content = new Uint8Array([1, 2, 3]);
    const entries = [{ path: 'a', mode: 0o644, modified: 0, content }];
    const saved: unknown[] = [];
    const next = engineWith({ saveProject: async (given) => void saved.push(given) });
    const first = engineWith({ ...stuck([started('0/1')]), saveProject: () => new Promise(() => undefined) });
    const { engine } = connect([first, next]);
    const owed = engine.saveProject(entries);
    await firstEvents(engine);
    await engine.stop();
    await owed;
    await engine.saveProject(entries);
    expect(saved).toEqual([entries, entries]);
  });

  it('stops the running build before it starts another', async () => {
    const { engine } = connect([stuck([started('0/1')]), stoppable()]);
    const first = await firstEvents(engine);
    const second = await firstEvents(engine);
    expect(await first.outcome).toEqual({ outcome: 'cancelled' });
    await engine.stop();
    expect(await second.outcome).toEqual({ outcome: 'cancelled' });
  });

  it('says so when the worker breaks down, and starts another for the next call', async () => {
    const { engine, ports } = connect([stuck([started('0/1')]), engineWith({})]);
    const { outcome } = await firstEvents(engine);
    ports[0]?.onerror?.({ message: 'out of memory' } as ErrorEvent);
    await expect(outcome).rejects.toThrow(/stopped unexpectedly: out of memory.*kept/);
    expect(await engine.prepare()).toEqual(report);
  });

  it('asks the browser to keep the data once, after the first finished build', async () => {
    const persist = vi.fn(async () => true);
    vi.stubGlobal('navigator', { storage: { persist } });
    const outcomes: BuildOutcome[] = [
      { outcome: 'cancelled' },
      { outcome: 'finished', image },
      { outcome: 'finished', image },
    ];
    const { engine } = connect([
      engineWith({ build: async () => outcomes.shift() ?? { outcome: 'cancelled' } }),
    ]);
    const asked: number[] = [];
    for (let build = 0; build < 3; build++) {
      await engine.build(request, () => undefined);
      asked.push(persist.mock.calls.length);
    }
    expect(asked).toEqual([0, 1, 1]);
    vi.unstubAllGlobals();
  });

  it('has nothing to stop when nothing runs', async () => {
    const { engine, spawned } = connect([]);
    await engine.stop();
    expect(spawned()).toBe(0);
  });

  it('tells of the progress of a transfer, and stops it', async () => {
    const { engine } = connect([
      engineWith({
        importImage: async (_request, watch) => {
          watch?.onProgress?.({ current: 1, total: 2, label: 'a.tar' });
          await new Promise((resolve) => watch?.signal?.addEventListener('abort', resolve));
          return { outcome: 'cancelled' };
        },
      }),
    ]);
    const stop = new AbortController();
    const outcome = await engine.importImage(
      { file: new Blob(), fileName: 'a.tar' },
      { onProgress: ({ label }) => stop.abort(label), signal: stop.signal },
    );
    expect(outcome).toEqual({ outcome: 'cancelled' });
    expect(stop.signal.reason).toBe('a.tar');
  });
});
