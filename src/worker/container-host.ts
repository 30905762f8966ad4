/** Containers behind the page: finds their images, and turns what Docker would refuse into answers. */
import type { BaseImages } from '../build/ports.ts';
import type { CommitOptions } from '../container/commit.ts';
import type { ContainerEvent, ContainerInfo } from '../container/container-events.ts';
import { type ContainerImage, type ContainerStarter, Containers } from '../container/containers.ts';
import { findImage } from '../container/find-image.ts';
import type { ExecOptions } from '../container/run-options.ts';
import { toldRefusal } from '../container/told-refusal.ts';
import { emptyTree, type Tree } from '../filesystem/tree.ts';
import type { Image } from '../image/image.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import { familiarReference, parseReference } from '../registry/reference.ts';
import type { TerminalSize } from '../sandbox/terminal.ts';
import type { Store } from '../store/store.ts';
import { layerEntries } from './filesystem-view.ts';
import { namedImages } from './image-imports.ts';
import { projectContext } from './project-context.ts';
import type { ContainerCalls } from './protocol/containers.ts';
import type {
  CommitOutcome,
  ContainerNews,
  ContainerOutcome,
  ExecOutcome,
  FilesystemEntry,
  Refused,
  RegistrySettings,
  RunContainerOutcome,
  RunContainerRequest,
} from './protocol.ts';

export interface ContainerHostParts {
  readonly store: Store;
  readonly snapshots: SnapshotCache;
  readonly starter: () => Promise<ContainerStarter>;
  readonly baseImages: (settings: RegistrySettings) => BaseImages;
  /** The image of the last finished build; throws when there is none. */
  readonly built: () => { readonly image: Image; readonly names: readonly string[] };
  readonly tell: (news: ContainerNews) => void;
}

export class ContainerHost implements Omit<ContainerCalls, 'watchContainers'> {
  readonly #parts: ContainerHostParts;
  readonly #containers: Containers;

  constructor(parts: ContainerHostParts) {
    this.#parts = parts;
    this.#containers = new Containers({
      starter: parts.starter,
      blobs: parts.store.blobs,
      now: () => performance.timeOrigin + performance.now(),
      onEvent: (event: ContainerEvent) => parts.tell(event),
    });
  }

  async runContainer(request: RunContainerRequest): Promise<RunContainerOutcome> {
    const { options, size, entries = [], registry = {} } = request;
    let missing: ContainerImage['missing'] = [];
    try {
      const from =
        request.image === undefined
          ? await this.#built()
          : await findImage(request.image, this.#parts.baseImages(registry), this.#parts.snapshots);
      missing = from.missing;
      const project: Tree = entries.length > 0 ? projectContext(entries) : emptyTree;
      const container = await this.#containers.run(from, options, project, size);
      return { outcome: 'started', container: container.info() };
    } catch (error) {
      return refusal(error, missing);
    }
  }

  async execContainer(container: string, options: ExecOptions, size: TerminalSize): Promise<ExecOutcome> {
    try {
      return { outcome: 'started', attachment: this.#containers.exec(container, options, size) };
    } catch (error) {
      return refusal(error);
    }
  }

  async containers(): Promise<readonly ContainerInfo[]> {
    return this.#containers.list().map((container) => container.info());
  }

  async sendInput(attachment: string, bytes: Uint8Array): Promise<void> {
    this.#containers.attachment(attachment)?.input(bytes);
  }

  async endInput(attachment: string): Promise<void> {
    this.#containers.attachment(attachment)?.endInput();
  }

  async resizeTerminal(attachment: string, size: TerminalSize): Promise<void> {
    this.#containers.attachment(attachment)?.resize(size);
  }

  async outputShown(attachment: string, bytes: number): Promise<void> {
    this.#containers.attachment(attachment)?.taken(bytes);
  }

  stopContainer(container: string, seconds?: number): Promise<ContainerOutcome> {
    return done(() => this.#containers.stop(container, seconds));
  }

  killContainer(container: string, signal?: string): Promise<ContainerOutcome> {
    return done(async () => this.#containers.kill(container, signal));
  }

  removeContainer(container: string): Promise<ContainerOutcome> {
    return done(() => this.#containers.remove(container));
  }

  async containerChanges(container: string): Promise<readonly FilesystemEntry[]> {
    const { from, tree } = this.#containers.layer(container);
    return layerEntries(from, tree);
  }

  async commitContainer(container: string, name: string, options: CommitOptions): Promise<CommitOutcome> {
    try {
      const familiar = familiarReference(parseReference(name));
      const image = await this.#containers.commit(container, options);
      await namedImages(this.#parts.store).keepBuilt(image, [name]);
      return { outcome: 'committed', id: image.configDigest, name: familiar };
    } catch (error) {
      return refusal(error);
    }
  }

  async #built(): Promise<ContainerImage> {
    const { image, names } = this.#parts.built();
    const tree = await this.#parts.snapshots.load(image.layers.map(({ digest }) => digest));
    const name = names[0] ?? image.configDigest.slice('sha256:'.length, 19);
    return { name, image, tree, missing: [] };
  }
}

async function done(act: () => Promise<void>): Promise<ContainerOutcome> {
  try {
    await act();
    return { outcome: 'done' };
  } catch (error) {
    return refusal(error);
  }
}

/** @throws whatever is no refusal. */
function refusal(error: unknown, missing?: ContainerImage['missing']): Refused {
  const told = toldRefusal(error, missing);
  if (told === undefined) throw error;
  return { outcome: 'refused', ...told };
}
