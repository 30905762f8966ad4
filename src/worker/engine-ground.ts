/** What the engine opens at the first need and keeps open: the page's files, the store, the sandbox, the registries. */
import type { BaseImage } from '../build/ports.ts';
import type { ContainerStarter } from '../container/containers.ts';
import { SnapshotCache } from '../image/snapshot.ts';
import { BundledImages } from '../registry/bundled.ts';
import type { CommandRunner } from '../sandbox/run-request.ts';
import { historyCollection } from '../store/inventory.ts';
import type { Store } from '../store/store.ts';
import { BuildHistory } from './build-history.ts';
import { KeptImages } from './kept-images.ts';
import type { PageFiles } from './page-files.ts';
import { RegistryAccess, type RegistryWorld } from './registry-access.ts';
import type { RunBuild } from './run-build.ts';

export interface EngineParts {
  /** Files that come with the page, below an absolute address. */
  readonly pageFiles: (base: string) => PageFiles;
  readonly openStore: () => Promise<Store>;
  readonly openSandbox: (files: PageFiles) => Promise<CommandRunner & ContainerStarter>;
  readonly runBuild: RunBuild;
  /** What the browser tells of the network, for a page at that address; default: nothing. */
  readonly registryWorld?: (base: string) => RegistryWorld;
}

/** The store, and what reads and writes it. */
export interface Kept {
  readonly store: Store;
  readonly snapshots: SnapshotCache;
  readonly history: BuildHistory;
  readonly images: KeptImages;
}

interface Page {
  readonly files: PageFiles;
  readonly images: BundledImages;
  readonly registry: RegistryAccess;
}

export class EngineGround {
  readonly #parts: EngineParts;
  #page: Page | undefined;
  #kept: Promise<Kept> | undefined;
  #sandbox: Promise<CommandRunner & ContainerStarter> | undefined;
  /** Base images that builds of this page found, by their whole names. */
  readonly known = new Map<string, BaseImage>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** `base`: where the page's files lie. */
  begin(base: string): void {
    const files = this.#parts.pageFiles(base);
    this.#page = {
      files,
      images: new BundledImages(files.fetchFile),
      registry: new RegistryAccess(this.#parts.registryWorld?.(base)),
    };
  }

  get page(): Page {
    if (this.#page !== undefined) return this.#page;
    throw new Error('the engine was not told where the files of the page lie');
  }

  get runBuild(): RunBuild {
    return this.#parts.runBuild;
  }

  open(): Promise<Kept> {
    this.#kept ??= this.#parts
      .openStore()
      .then((store) => ({
        store,
        snapshots: new SnapshotCache(store.blobs),
        history: new BuildHistory(store.collection(historyCollection)),
        images: new KeptImages(store),
      }))
      .catch((error) => {
        this.#kept = undefined;
        throw error;
      });
    return this.#kept;
  }

  sandbox(): Promise<CommandRunner & ContainerStarter> {
    this.#sandbox ??= this.#parts.openSandbox(this.page.files).catch((error) => {
      this.#sandbox = undefined;
      throw error;
    });
    return this.#sandbox;
  }
}
