/** Looking into the images of the last build, layer by layer. All is found through the digests of the layers. */
import type { StepId } from '../build/events.ts';
import { type ByteString, fromText } from '../filesystem/byte-string.ts';
import { diff } from '../filesystem/diff.ts';
import { cleanPath } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { BlobStore } from '../image/blob-store.ts';
import { fileVersions } from '../image/file-versions.ts';
import { type Image, type Layer, makeManifest } from '../image/image.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import { familiarReference, parseReference } from '../registry/reference.ts';
import { fileOf } from './file-content.ts';
import { layerEntries, markedEntries, nodeEntry } from './filesystem-view.ts';
import type { FinishedSteps } from './finished-steps.ts';
import { type ReadLayers, readLayers } from './layer-audit.ts';
import { NotInLastBuildError } from './not-in-last-build.ts';
import type {
  FileContent,
  FilesystemEntry,
  ImageAt,
  ImageAudit,
  InspectedHistory,
  InspectedImage,
  InspectedLayer,
  InspectionCalls,
  PathVersion,
} from './protocol.ts';

/** The finished image of the last build. */
export interface FinishedImage {
  readonly image: Image;
  readonly names: readonly string[];
  /** When it got its names, milliseconds since the Unix epoch. */
  readonly time: number;
}

/** Images whose layers were read and are remembered: enough to go back and forth between two. */
const remembered = 3;

export class ImageInspection implements InspectionCalls {
  readonly #steps: FinishedSteps;
  readonly #blobs: BlobStore;
  readonly #snapshots: SnapshotCache;
  readonly #finished: () => FinishedImage | undefined;
  /** By the layers' digests, least recently used first. */
  readonly #read = new Map<string, Promise<ReadLayers>>();

  constructor(
    steps: FinishedSteps,
    { blobs, snapshots }: { readonly blobs: BlobStore; readonly snapshots: SnapshotCache },
    finished: () => FinishedImage | undefined,
  ) {
    this.#steps = steps;
    this.#blobs = blobs;
    this.#snapshots = snapshots;
    this.#finished = finished;
  }

  async inspectImage(at: ImageAt): Promise<InspectedImage> {
    const { image, names, time } = await this.#image(at);
    const manifest = await makeManifest(image);
    const history = historyOf(image);
    const makers = image.layers.map((_, layer) => this.#makerOf(image.layers, layer, at));
    return {
      id: image.configDigest,
      manifestDigest: manifest.digest,
      names: familiarNames(names),
      ...(names.length === 0 ? {} : { namedAt: goTime(time) }),
      config: new TextDecoder().decode(image.configBytes),
      manifest: new TextDecoder().decode(manifest.bytes),
      layers: image.layers.map(({ digest, size }, layer): InspectedLayer => {
        const made = history.find((entry) => entry.layer === layer);
        const step = makers[layer];
        return {
          diffId: digest,
          size,
          ...(made === undefined ? {} : { createdBy: made.createdBy }),
          ...(made?.created === undefined ? {} : { created: made.created }),
          ...(made?.comment === undefined ? {} : { comment: made.comment }),
          ...(step === undefined ? {} : { step }),
          origin: originOf(step),
        };
      }),
      history,
    };
  }

  async auditImage(at: ImageAt): Promise<ImageAudit> {
    const { image } = await this.#image(at);
    const { waste, dockerSizes } = await this.#readLayers(at, image);
    const layers = [];
    for (const [layer, dockerSize] of dockerSizes.entries()) {
      const counts = { added: 0, modified: 0, deleted: 0, parent: 0 };
      const { before, after } = await this.#around(image, layer);
      for (const { kind } of diff(before, after)) counts[kind]++;
      layers.push({ dockerSize, added: counts.added, changed: counts.modified, deleted: counts.deleted });
    }
    return { layers, waste };
  }

  async layerFiles(
    at: ImageAt,
    layer: number,
    scope: 'layer' | 'filesystem',
  ): Promise<readonly FilesystemEntry[]> {
    const { before, after } = await this.#around((await this.#image(at)).image, layer);
    return scope === 'layer' ? layerEntries(before, after) : markedEntries(before, after);
  }

  async layerFile(at: ImageAt, layer: number, path: string, limit: number): Promise<FileContent> {
    const { after } = await this.#around((await this.#image(at)).image, layer);
    return fileOf(after, path, limit);
  }

  async pathVersions(at: ImageAt, path: string): Promise<readonly PathVersion[]> {
    const { image } = await this.#image(at);
    const { carried } = await this.#readLayers(at, image);
    const bytes: ByteString = cleanPath(fromText(path));
    const trees = [];
    for (const [layer, paths] of carried.entries()) {
      const { after } = await this.#around(image, layer);
      trees.push({ tree: after, carries: paths.has(bytes) });
    }
    return fileVersions(trees, bytes).map(({ layer, what, node }) => ({
      layer,
      what,
      ...(node === undefined ? {} : { entry: nodeEntry(bytes, node) }),
    }));
  }

  async #image(at: ImageAt): Promise<FinishedImage> {
    if (at !== 'finished') return { image: await this.#steps.imageAfter(at), names: [], time: 0 };
    const finished = this.#finished();
    if (finished !== undefined) return finished;
    throw new NotInLastBuildError('There is no finished image to look into. Build it first.');
  }

  /** The filesystem below a layer and the one with it. */
  async #around({ layers }: Image, layer: number): Promise<{ readonly before: Tree; readonly after: Tree }> {
    if (!Number.isInteger(layer) || layer < 0 || layer >= layers.length) {
      throw new NotInLastBuildError(`The image has ${layers.length} layers; there is no layer ${layer + 1}.`);
    }
    const digests = layers.slice(0, layer + 1).map(({ digest }) => digest);
    const before = await this.#snapshots.load(digests.slice(0, -1));
    return { before, after: await this.#snapshots.load(digests) };
  }

  /** The step that a layer comes from: of those with the same layers the one that made fewest of them. */
  #makerOf(layers: readonly Layer[], layer: number, at: ImageAt): StepId | undefined {
    const chain = layers.slice(0, layer + 1);
    const makers = this.#steps
      .all()
      .filter(
        (step) =>
          step.inherited <= layer &&
          chain.every(({ digest }, index) => step.layers[index]?.digest === digest),
      );
    const stage = at === 'finished' ? undefined : stageOf(at);
    const own = (id: StepId): number => (stageOf(id) === stage ? 0 : 1);
    const madeBy = ({ layers: all, inherited }: (typeof makers)[number]): number => all.length - inherited;
    return makers.sort((a, b) => madeBy(a) - madeBy(b) || own(a.id) - own(b.id))[0]?.id;
  }

  #readLayers(at: ImageAt, image: Image): Promise<ReadLayers> {
    const key = image.layers.map(({ digest }) => digest).join(' ');
    const known = this.#read.get(key);
    this.#read.delete(key);
    const origins = image.layers.map((_, layer) => originOf(this.#makerOf(image.layers, layer, at)));
    const read =
      known ?? readLayers(image.layers, origins, { blobs: this.#blobs, snapshots: this.#snapshots });
    this.#read.set(key, read);
    read.catch(() => this.#read.delete(key));
    const [oldest] = this.#read.keys();
    if (this.#read.size > remembered && oldest !== undefined) this.#read.delete(oldest);
    return read;
  }
}

/** FROM is the first step of its stage. */
function originOf(step: StepId | undefined): 'base' | 'built' {
  return step === undefined || step.endsWith('/0') ? 'base' : 'built';
}

function stageOf(step: StepId): string | undefined {
  return step.split('/')[0];
}

function historyOf({ config }: Image): readonly InspectedHistory[] {
  let next = 0;
  return config.history.map(
    ({ created_by: createdBy = '', created, comment, author, empty_layer: emptyLayer }) => ({
      createdBy,
      ...(created === undefined ? {} : { created }),
      ...(comment === undefined ? {} : { comment }),
      ...(author === undefined ? {} : { author }),
      ...(emptyLayer === true ? {} : { layer: next++ }),
    }),
  );
}

/** Milliseconds as RFC 3339, as Go prints it: no zeros at the end of the fraction. */
function goTime(time: number): string {
  return new Date(time).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** As `docker images` shows them. */
function familiarNames(names: readonly string[]): readonly string[] {
  return names.map((name) => familiarReference(parseReference(name)));
}
