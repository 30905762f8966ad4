/**
 * Where the files come from that a tree lists and a viewer shows: a step's layer, a layer of an image, or anything else
 * that can list entries and read them.
 */
import type { StepId } from '../../build/events.ts';
import type { Engine, FileContent, FilesystemEntry, ImageAt, PathVersion } from '../../worker/protocol.ts';

export type FileScope = 'layer' | 'filesystem';

/** A layer as a file's versions name it. */
export interface LayerName {
  /** 1 for the lowest. */
  readonly number: number;
  /** `COPY . /app` */
  readonly command: string;
  readonly step?: StepId;
  /** Its first line in the Dockerfile. */
  readonly line?: number;
}

export interface FileSource {
  /** Two sources with one key list the same files. */
  readonly key: string;
  list(scope: FileScope): Promise<readonly FilesystemEntry[]>;
  /** At most `limit` bytes of a file. */
  read(path: string, limit: number): Promise<FileContent>;
  readonly past?: FilePast;
}

/** What the layers did to a file, and how it was before. */
export interface FilePast {
  /** Index of the layer that is looked at; infinity for the topmost. */
  readonly layer: number;
  versions(path: string): Promise<readonly PathVersion[]>;
  readAt(layer: number, path: string, limit: number): Promise<FileContent>;
  name(layer: number): Promise<LayerName>;
}

/** What a step did to the filesystem; for FROM, all layers of its image. */
export function stepSource(engine: Engine, step: StepId): FileSource {
  return {
    key: `step ${step}`,
    list: (scope) => (scope === 'layer' ? engine.layer(step) : engine.filesystem(step)),
    read: (path, limit) => engine.file(step, path, limit),
    past: imagePast(engine, step, Number.POSITIVE_INFINITY),
  };
}

/** One layer of an image, with what is below it. */
export function layerSource(
  engine: Engine,
  image: ImageAt,
  layer: number,
  lineOf: (step: StepId) => number | undefined,
): FileSource {
  return {
    key: `image ${image} layer ${layer}`,
    list: (scope) => engine.layerFiles(image, layer, scope),
    read: (path, limit) => engine.layerFile(image, layer, path, limit),
    past: imagePast(engine, image, layer, lineOf),
  };
}

function imagePast(
  engine: Engine,
  image: ImageAt,
  layer: number,
  lineOf: (step: StepId) => number | undefined = () => undefined,
): FilePast {
  return {
    layer,
    versions: (path) => engine.pathVersions(image, path),
    readAt: (at, path, limit) => engine.layerFile(image, at, path, limit),
    name: async (at) => {
      const { layers } = await engine.inspectImage(image);
      const found = layers[at];
      const line = found?.step === undefined ? undefined : lineOf(found.step);
      return {
        number: at + 1,
        command: plainCommand(found?.createdBy ?? ''),
        ...(found?.step === undefined ? {} : { step: found.step }),
        ...(line === undefined ? {} : { line }),
      };
    },
  };
}

/** A history entry's command as its author wrote it: without what builders put around it. */
export function plainCommand(createdBy: string): string {
  return createdBy
    .replace(/ # buildkit$/, '')
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/^RUN (?:\|\d+ .*? )?\/bin\/sh -c /, 'RUN ')
    .replace(/^\/bin\/sh -c /, 'RUN ')
    .replace(/\s+/g, ' ')
    .trim();
}
