/**
 * An engine that replays recorded builds, for looking at the page in states that are hard to hold still: half
 * built, failed, noisy. A double for tests; the page itself never loads it.
 */
import type { BuildEvent } from '../../src/build/events.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { BuildHistory } from '../../src/worker/build-history.ts';
import { BuildRecorder } from '../../src/worker/build-recorder.ts';
import type { BuildOutcome, Engine, ProjectEntry, StorageReport } from '../../src/worker/protocol.ts';
import { recordBuild } from './recorded-build.ts';
import { recordedContents, recordedImage, recordedLayer } from './recorded-image.ts';
import { details, fileComparison, images } from './recorded-images.ts';
import { diskUsage } from './recorded-storage.ts';

export interface RecordedOptions {
  /** Id of the step that fails. */
  readonly failAt?: string;
  /** Lines of output of each RUN. */
  readonly noisy?: number;
  /** 1 is as recorded, 0 is at once. */
  readonly slowness?: number;
  /** Stops to replay after this many events, and leaves the build running. */
  readonly holdAt?: number;
  readonly storage?: 'indexeddb' | 'memory';
}

export function recordedEngine(options: RecordedOptions = {}): Engine {
  let saved: readonly ProjectEntry[] | undefined;
  let builds = 0;
  let stopBuild: (() => void) | undefined;
  const history = new BuildHistory(new MemoryStore('a test').collection('build-history'));
  const storage: StorageReport =
    options.storage === 'memory'
      ? { kind: 'memory', used: 0, blobs: 0, cacheRecords: 0, persisted: false }
      : {
          kind: 'indexeddb',
          used: 3_412_000,
          blobs: 11,
          cacheRecords: 9,
          originUsage: 4_100_000,
          originQuota: 6_000_000_000,
          persisted: true,
        };
  return {
    prepare: async () => storage,
    build: async (request, onEvents) => {
      const dockerfile = request.entries.find((entry) => entry.path === 'Dockerfile');
      const text = new TextDecoder().decode(dockerfile?.content);
      const { events } = recordBuild(text, {
        cached: builds > 0 && options.failAt === undefined,
        ...(options.failAt === undefined ? {} : { failAt: options.failAt }),
        ...(options.noisy === undefined ? {} : { noisy: options.noisy }),
      });
      builds++;
      const recorder = new BuildRecorder(request, Date.now());
      const tell = (event: BuildEvent): void => {
        recorder.take([event]);
        onEvents([event]);
      };
      let stopped = false;
      const held = new Promise<void>((resolve) => {
        stopBuild = () => {
          stopped = true;
          resolve();
        };
      });
      for (const [at, { after, event }] of events.entries()) {
        if (at === options.holdAt) await held;
        if (after > 0) await Promise.race([held, wait(after * (options.slowness ?? 1))]);
        if (stopped) {
          tell({ type: 'build-cancelled', time: Date.now() });
          return { outcome: 'cancelled' };
        }
        tell({ ...event, time: Date.now() });
      }
      const outcome = outcomeOf(events.at(-1)?.event);
      await history.add(recorder.recording(outcome, undefined, Date.now()));
      return outcome;
    },
    stop: async () => stopBuild?.(),
    recogniseImage: async () => undefined,
    importImage: async () => ({ outcome: 'cancelled' }),
    importedImages: async () => [],
    removeImportedImage: async () => undefined,
    saveImage: async () => undefined,
    pushImage: async () => ({ outcome: 'cancelled' }),
    check: async () => [],
    layer: async () => recordedLayer,
    filesystem: async () => recordedLayer.map(({ change: _, ...entry }) => entry),
    forecast: async () => undefined,
    adviseOnOrder: async () => [],
    earlierText: async () => undefined,
    file: async (_step, path) => {
      const content = new TextEncoder().encode(recordedContents[path] ?? '');
      return { content, size: content.length };
    },
    ...recordedImage,
    runContainer: async () => ({
      outcome: 'refused',
      message: 'docker: Error response from daemon: nothing is run in a recording',
      exitCode: 125,
    }),
    execContainer: async () => ({
      outcome: 'refused',
      message: 'Error response from daemon: No such container',
      exitCode: 1,
    }),
    containers: async () => [],
    sendInput: async () => undefined,
    endInput: async () => undefined,
    resizeTerminal: async () => undefined,
    outputShown: async () => undefined,
    stopContainer: async () => ({ outcome: 'done' }),
    killContainer: async () => ({ outcome: 'done' }),
    removeContainer: async () => ({ outcome: 'done' }),
    containerChanges: async () => [],
    commitContainer: async () => ({
      outcome: 'refused',
      message: 'Error response from daemon: No such container',
      exitCode: 1,
    }),
    watchContainers: () => () => undefined,
    exportImage: async () => new Blob(['tar']),
    bundledImages: async () => [
      { name: 'alpine', standIn: false, summary: 'BusyBox with ash and 300 tools.', missing: [] },
      {
        name: 'node:14-alpine',
        standIn: true,
        summary: 'The config of the real image, on BusyBox.',
        missing: ['node', 'npm', 'yarn'],
      },
    ],
    storage: async () => storage,
    diskUsage: async () => diskUsage,
    prune: async () => ({
      ...storage,
      used: 0,
      blobs: 0,
      cacheRecords: 0,
      freed: storage.used,
      images: [],
      cache: [],
    }),
    setStorageBudget: async (bytes) => ({
      bytes: bytes ?? diskUsage.budget.bytes,
      isDefault: bytes === undefined,
    }),
    pastBuilds: () => history.list(),
    pastBuild: (id) => history.get(id),
    forgetBuilds: async (ids) => {
      await history.forget(ids);
      return history.list();
    },
    images: async () => images,
    keptImage: async (reference) => details(reference),
    tagImage: async () => undefined,
    removeImage: async () => ({ untagged: [] }),
    compareFiles: async () => fileComparison,
    loadProject: async () => saved,
    saveProject: async (entries) => {
      saved = entries;
    },
  };
}

function outcomeOf(
  event: ReturnType<typeof recordBuild>['events'][number]['event'] | undefined,
): BuildOutcome {
  if (event?.type === 'build-finished') return { outcome: 'finished', image: event.image };
  if (event?.type === 'build-failed') return { outcome: 'failed', problems: event.problems };
  return { outcome: 'cancelled' };
}

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
