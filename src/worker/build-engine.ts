/**
 * The engine behind the page: the build, the store, the sandbox and the bundled images put together. It knows no
 * worker: `serve` puts it behind a port, and tests call it as it is.
 */
import type { BuildEvent, BuildProblem, StepId } from '../build/events.ts';
import type { BaseImage } from '../build/ports.ts';
import type { ContainerStarter } from '../container/containers.ts';
import { SnapshotCache } from '../image/snapshot.ts';
import { BundledImages } from '../registry/bundled.ts';
import type { CommandRunner } from '../sandbox/run-request.ts';
import { historyCollection } from '../store/inventory.ts';
import type { Store } from '../store/store.ts';
import type { Budget, DiskUsage, PruneReport, PruneRequest } from '../store/usage.ts';
import { BuildHistory } from './build-history.ts';
import { BuildRecorder } from './build-recorder.ts';
import { projectProblems } from './check-dockerfile.ts';
import { compareTrees } from './compare-trees.ts';
import { ContainerHost } from './container-host.ts';
import { earlierText, forgetTexts, keepTexts } from './earlier-texts.ts';
import { FinishedSteps } from './finished-steps.ts';
import { advise, type ForesightGround, foresee } from './foresee.ts';
import { layersOf } from './image-choice.ts';
import { exportBlob, saveTo } from './image-exports.ts';
import { importImageFile, listImported, namedImages, recogniseImage } from './image-imports.ts';
import { type FinishedImage, ImageInspection } from './image-inspection.ts';
import { pushBuilt } from './image-push.ts';
import { KeptImages } from './kept-images.ts';
import type { FinishedStep } from './messages.ts';
import { NotInLastBuildError } from './not-in-last-build.ts';
import type { PageFiles } from './page-files.ts';
import { checkProject } from './project-context.ts';
import type { FileComparison, ImageChoice } from './protocol/comparison.ts';
import type { ContainerCalls } from './protocol/containers.ts';
import type { BuildRecording, PastBuild } from './protocol/history.ts';
import type { ImageDetails, ListedImage, RemovedImage } from './protocol/kept-images.ts';
import type { TransferCalls } from './protocol/transfers.ts';
import type {
  BuildOutcome,
  BuildRequest,
  BundledImage,
  ContainerNews,
  ExportFormat,
  FilesystemEntry,
  Forecast,
  ImageAt,
  ImportedImage,
  ImportOutcome,
  ImportRequest,
  InspectionCalls,
  OrderAdvice,
  ProjectEntry,
  PushOutcome,
  PushRequest,
  StorageReport,
  Watch,
} from './protocol.ts';
import { RegistryAccess, type RegistryWorld } from './registry-access.ts';
import type { ServedEngine } from './serve.ts';

/** What a build works with, and whom it tells. */
export interface BuildEnvironment {
  readonly store: Store;
  readonly snapshots: SnapshotCache;
  readonly images: BundledImages;
  readonly registry: RegistryAccess;
  /** Is told which image each name of a base was found to be. */
  readonly known: Map<string, BaseImage>;
  /** The sandbox; made at the first command, when it was not before. */
  readonly runner: CommandRunner;
  /** Aborted when the build is to stop. */
  readonly signal: AbortSignal;
  readonly onEvents: (events: readonly BuildEvent[]) => void;
  /** Told of each step whose layer and cache record are written. */
  readonly onFinished: (step: FinishedStep) => void;
}

export interface BuildResult {
  readonly outcome: BuildOutcome;
  /** The image of a finished build. */
  readonly built?: FinishedImage;
}

export type RunBuild = (request: BuildRequest, environment: BuildEnvironment) => Promise<BuildResult>;

export interface EngineParts {
  /** Files that come with the page, below an absolute address. */
  readonly pageFiles: (base: string) => PageFiles;
  readonly openStore: () => Promise<Store>;
  readonly openSandbox: (files: PageFiles) => Promise<CommandRunner & ContainerStarter>;
  readonly runBuild: RunBuild;
  /** What the browser tells of the network, for a page at that address; default: nothing. */
  readonly registryWorld?: (base: string) => RegistryWorld;
}

interface BuildListeners {
  readonly onEvents: (events: readonly BuildEvent[]) => void;
  readonly onFinished: (step: FinishedStep) => void;
  readonly onBusy: () => void;
}

/** What is open once and stays. */
interface Ground {
  readonly store: Store;
  readonly snapshots: SnapshotCache;
  readonly history: BuildHistory;
  readonly images: KeptImages;
}

/** The page has one project; the store could keep more. */
const projectName = 'default';

export class BuildEngine implements ServedEngine {
  readonly #parts: EngineParts;
  #files: PageFiles | undefined;
  #images: BundledImages | undefined;
  #registry = new RegistryAccess();
  #ground: Promise<Ground> | undefined;
  #sandbox: Promise<CommandRunner & ContainerStarter> | undefined;
  #containers: Promise<ContainerHost> | undefined;
  readonly #containerWatchers = new Set<(news: ContainerNews) => void>();
  #steps: FinishedSteps | undefined;
  #inspection: { readonly of: FinishedSteps; readonly inspection: ImageInspection } | undefined;
  #adopted: readonly FinishedStep[] = [];
  #built: BuildResult['built'];
  /** Base images that builds of this page found, by their whole names. */
  readonly #known = new Map<string, BaseImage>();
  #running: { readonly abort: AbortController; readonly over: Promise<unknown> } | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  begin(base: string, finished: readonly FinishedStep[]): void {
    this.#files = this.#parts.pageFiles(base);
    this.#images = new BundledImages(this.#files.fetchFile);
    this.#registry = new RegistryAccess(this.#parts.registryWorld?.(base));
    this.#adopted = finished;
  }

  async prepare(): Promise<StorageReport> {
    const [{ store }] = await Promise.all([this.#open(), this.#openSandbox()]);
    return store.figures();
  }

  async build(
    request: BuildRequest,
    onEvents: (events: readonly BuildEvent[]) => void,
    onFinished: (step: FinishedStep) => void = () => undefined,
    onBusy: () => void = () => undefined,
  ): Promise<BuildOutcome> {
    while (this.#running !== undefined) await this.stop();
    const abort = new AbortController();
    const listeners = { onEvents, onFinished, onBusy };
    const over = this.#build(request, listeners, abort.signal);
    const running = { abort, over: over.catch(() => undefined) };
    this.#running = running;
    return over.finally(() => {
      if (this.#running === running) this.#running = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.over;
  }

  async check({
    entries,
    dockerfile = 'Dockerfile',
  }: Pick<BuildRequest, 'entries' | 'dockerfile'>): Promise<readonly BuildProblem[]> {
    return projectProblems(entries, dockerfile, this.#page().images);
  }

  async forecast(request: BuildRequest): Promise<Forecast | undefined> {
    return foresee(request, await this.#foresight());
  }

  async adviseOnOrder(request: BuildRequest): Promise<readonly OrderAdvice[]> {
    return advise(request, await this.#foresight());
  }

  async earlierText(digest: string): Promise<string | undefined> {
    return earlierText(digest, (await this.#open()).store.projects);
  }

  async layer(step: StepId): Promise<readonly FilesystemEntry[]> {
    return (await this.#lastBuild()).layer(step);
  }

  async filesystem(step: StepId): Promise<readonly FilesystemEntry[]> {
    return (await this.#lastBuild()).filesystem(step);
  }

  async file(step: StepId, path: string, limit: number) {
    return (await this.#lastBuild()).file(step, path, limit);
  }

  async inspectImage(at: ImageAt) {
    return (await this.#inspect()).inspectImage(at);
  }

  async auditImage(at: ImageAt) {
    return (await this.#inspect()).auditImage(at);
  }

  async layerFiles(...asked: Parameters<InspectionCalls['layerFiles']>) {
    return (await this.#inspect()).layerFiles(...asked);
  }

  async layerFile(...asked: Parameters<InspectionCalls['layerFile']>) {
    return (await this.#inspect()).layerFile(...asked);
  }

  async pathVersions(at: ImageAt, path: string) {
    return (await this.#inspect()).pathVersions(at, path);
  }

  async exportImage(format: ExportFormat): Promise<Blob> {
    return exportBlob(this.#finished(), format, await this.#open());
  }

  async saveImage(format: ExportFormat, file: FileSystemFileHandle, watch?: Watch): Promise<void> {
    return saveTo(file, this.#finished(), format, await this.#open(), watch);
  }

  recogniseImage(file: Blob): ReturnType<TransferCalls['recogniseImage']> {
    return recogniseImage(file);
  }

  async importImage(request: ImportRequest, watch?: Watch): Promise<ImportOutcome> {
    const { store } = await this.#open();
    return importImageFile(request, namedImages(store), store.blobs, watch);
  }

  async importedImages(): Promise<readonly ImportedImage[]> {
    return listImported(namedImages((await this.#open()).store));
  }

  async removeImportedImage(id: string): Promise<void> {
    await this.prune({ what: 'image', ids: [id] });
  }

  async pushImage(request: PushRequest, watch?: Watch): Promise<PushOutcome> {
    const built = this.#finished();
    return pushBuilt(built.image, request, this.#registry, (await this.#open()).store, watch);
  }

  async bundledImages(): Promise<readonly BundledImage[]> {
    const images = await this.#page().images.list();
    return images.map(({ name, standIn, summary, missing }) => ({
      name,
      standIn,
      summary,
      missing: missing.map(({ program }) => program),
    }));
  }

  async storage(): Promise<StorageReport> {
    return (await this.#open()).store.figures();
  }

  async diskUsage(): Promise<DiskUsage> {
    return (await this.#open()).store.diskUsage();
  }

  async prune(request?: PruneRequest): Promise<StorageReport & PruneReport> {
    const { store } = await this.#open();
    // What the last build made is held for the person who looks at it, and this person says that it may go.
    if (this.#running === undefined) store.release();
    await forgetTexts(store.projects);
    const report = await store.prune(request);
    const layers = this.#built?.image.layers ?? [];
    const kept = await Promise.all(layers.map(({ digest }) => store.blobs.has(digest)));
    if (!kept.every(Boolean)) this.#built = undefined;
    return { ...(await store.figures()), ...report };
  }

  async setStorageBudget(bytes: number | undefined): Promise<Budget> {
    const { store } = await this.#open();
    await store.setBudget(bytes);
    return store.budget();
  }

  async pastBuilds(): Promise<readonly PastBuild[]> {
    return (await this.#open()).history.list();
  }

  async pastBuild(id: string): Promise<BuildRecording | undefined> {
    return (await this.#open()).history.get(id);
  }

  async forgetBuilds(ids?: readonly string[]): Promise<readonly PastBuild[]> {
    const { history } = await this.#open();
    await history.forget(ids);
    return history.list();
  }

  async images(): Promise<readonly ListedImage[]> {
    return (await this.#open()).images.list();
  }

  async keptImage(reference: string): Promise<ImageDetails> {
    return (await this.#open()).images.details(reference);
  }

  async tagImage(reference: string, name: string): Promise<void> {
    return (await this.#open()).images.tag(reference, name);
  }

  async removeImage(reference: string, force: boolean): Promise<RemovedImage> {
    const removed = await (await this.#open()).images.remove(reference, force);
    if (removed.deleted !== undefined) await this.prune({ what: 'image', ids: [removed.deleted] });
    return removed;
  }

  async compareFiles(first: ImageChoice, second: ImageChoice): Promise<FileComparison> {
    const { snapshots, images, history } = await this.#open();
    const before = await snapshots.load(await layersOf(first, images, history));
    return compareTrees(before, await snapshots.load(await layersOf(second, images, history)));
  }

  async loadProject(): Promise<readonly ProjectEntry[] | undefined> {
    return (await this.#open()).store.projects.load(projectName);
  }

  async saveProject(entries: readonly ProjectEntry[]): Promise<void> {
    checkProject(entries);
    const { store } = await this.#open();
    await store.projects.save(projectName, entries);
  }

  watchContainers(listener: (news: ContainerNews) => void): () => void {
    this.#containerWatchers.add(listener);
    return () => this.#containerWatchers.delete(listener);
  }

  async runContainer(...asked: Parameters<ContainerCalls['runContainer']>) {
    return (await this.#host()).runContainer(...asked);
  }

  async execContainer(...asked: Parameters<ContainerCalls['execContainer']>) {
    return (await this.#host()).execContainer(...asked);
  }

  async containers() {
    return (await this.#host()).containers();
  }

  async sendInput(...asked: Parameters<ContainerCalls['sendInput']>) {
    return (await this.#host()).sendInput(...asked);
  }

  async endInput(...asked: Parameters<ContainerCalls['endInput']>) {
    return (await this.#host()).endInput(...asked);
  }

  async resizeTerminal(...asked: Parameters<ContainerCalls['resizeTerminal']>) {
    return (await this.#host()).resizeTerminal(...asked);
  }

  async outputShown(...asked: Parameters<ContainerCalls['outputShown']>) {
    return (await this.#host()).outputShown(...asked);
  }

  async stopContainer(...asked: Parameters<ContainerCalls['stopContainer']>) {
    return (await this.#host()).stopContainer(...asked);
  }

  async killContainer(...asked: Parameters<ContainerCalls['killContainer']>) {
    return (await this.#host()).killContainer(...asked);
  }

  async removeContainer(...asked: Parameters<ContainerCalls['removeContainer']>) {
    return (await this.#host()).removeContainer(...asked);
  }

  async containerChanges(...asked: Parameters<ContainerCalls['containerChanges']>) {
    return (await this.#host()).containerChanges(...asked);
  }

  async commitContainer(...asked: Parameters<ContainerCalls['commitContainer']>) {
    return (await this.#host()).commitContainer(...asked);
  }

  #host(): Promise<ContainerHost> {
    this.#containers ??= this.#open().then(
      ({ store, snapshots }) =>
        new ContainerHost({
          store,
          snapshots,
          starter: () => this.#openSandbox(),
          baseImages: (settings) =>
            this.#registry.baseImages(settings, this.#page().images, { store, snapshots }),
          built: () => this.#finished(),
          tell: (news) => {
            for (const watcher of this.#containerWatchers) watcher(news);
          },
        }),
    );
    // A store that could not be opened may be the next time.
    this.#containers.catch(() => {
      this.#containers = undefined;
    });
    return this.#containers;
  }

  #finished(): NonNullable<BuildResult['built']> {
    if (this.#built !== undefined) return this.#built;
    throw new NotInLastBuildError('There is no finished image here. Build it first.');
  }

  #page(): { readonly files: PageFiles; readonly images: BundledImages } {
    if (this.#files === undefined || this.#images === undefined) {
      throw new Error('the engine was not told where the files of the page lie');
    }
    return { files: this.#files, images: this.#images };
  }

  #open(): Promise<Ground> {
    this.#ground ??= this.#parts
      .openStore()
      .then((store) => ({
        store,
        snapshots: new SnapshotCache(store.blobs),
        history: new BuildHistory(store.collection(historyCollection)),
        images: new KeptImages(store),
      }))
      .catch((error) => {
        this.#ground = undefined;
        throw error;
      });
    return this.#ground;
  }

  async #foresight(): Promise<ForesightGround> {
    const { images } = this.#page();
    return { ...(await this.#open()), images, known: this.#known };
  }

  #openSandbox(): Promise<CommandRunner & ContainerStarter> {
    this.#sandbox ??= this.#parts.openSandbox(this.#page().files).catch((error) => {
      this.#sandbox = undefined;
      throw error;
    });
    return this.#sandbox;
  }

  async #lastBuild(): Promise<FinishedSteps> {
    const { snapshots } = await this.#open();
    this.#steps ??= new FinishedSteps(snapshots, this.#adopted);
    return this.#steps;
  }

  async #inspect(): Promise<ImageInspection> {
    const { store, snapshots } = await this.#open();
    const steps = await this.#lastBuild();
    if (this.#inspection?.of !== steps) {
      const ground = { blobs: store.blobs, snapshots };
      this.#inspection = { of: steps, inspection: new ImageInspection(steps, ground, () => this.#built) };
    }
    return this.#inspection.inspection;
  }

  async #build(
    request: BuildRequest,
    { onEvents, onFinished, onBusy }: BuildListeners,
    signal: AbortSignal,
  ): Promise<BuildOutcome> {
    const { store, snapshots, history } = await this.#open();
    const { images } = this.#page();
    checkProject(request.entries);
    store.release();
    if (signal.aborted) return { outcome: 'cancelled' };
    const recorder = new BuildRecorder(request, Date.now());
    const steps = new FinishedSteps(snapshots);
    this.#steps = steps;
    this.#built = undefined;
    const { outcome, built } = await this.#parts.runBuild(request, {
      store,
      snapshots,
      images,
      registry: this.#registry,
      known: this.#known,
      runner: {
        run: async (command) => {
          const sandbox = await this.#openSandbox();
          onBusy();
          return sandbox.run(command);
        },
      },
      signal,
      onEvents: (events) => {
        recorder.take(events);
        onEvents(events);
      },
      onFinished: (step) => {
        steps.add(step);
        onFinished(step);
      },
    });
    this.#built = built;
    // A build that can't be remembered, as on a full disk, is built all the same.
    await history.add(recorder.recording(outcome, built?.image, Date.now())).catch(() => undefined);
    // Only for the comparison of texts: a build that went well must not fail for it.
    await keepTexts(request.entries, store.projects).catch(() => undefined);
    return outcome;
  }
}
