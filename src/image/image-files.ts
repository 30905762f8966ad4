/**
 * The files of an OCI layout or of a `docker save` archive, wherever they are: documents are read whole, layers are
 * streamed. Archives of any size are read in place, also compressed ones.
 */
import { type ByteString, fromText, toText } from '../filesystem/byte-string.ts';
import { cleanPath, joinPath, maximumLinks, parentPath } from '../filesystem/lookup.ts';
import { type ByteSource, bytesSource } from './byte-source.ts';
import { maximumJson } from './go-json.ts';
import { ImageError } from './image-error.ts';
import type { TarHeader } from './tar-header.ts';
import { compressionOf, walkTar } from './tar-walk.ts';

export interface ImageFiles {
  /** How errors call it: a file name. */
  readonly name: string;
  /** A document by its path, e.g. `index.json`; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Hands over those of the files that are there, one after the other, in any order; each is streamed once. */
  each(paths: Iterable<string>, take: TakeFile): Promise<void>;
}

export type TakeFile = (path: string, content: AsyncIterable<Uint8Array>) => Promise<void>;

/** Files that can be read by path, whole. */
export function readableFiles(name: string, read: ImageFiles['read']): ImageFiles {
  return {
    name,
    read,
    each: async (paths, take) => {
      for (const path of paths) {
        const bytes = await read(path);
        if (bytes !== undefined) await take(path, bytesSource(bytes, path).stream());
      }
    },
  };
}

export type ArchiveKind = 'oci-layout' | 'docker-archive' | 'rootfs';

export interface ImageArchive {
  /** `rootfs`: a tar that holds no image, so it is the files of one. */
  readonly kind: ArchiveKind;
  readonly files: ImageFiles;
}

/** Archives of images have few files; of those of a root filesystem only the first are looked at. */
const mostNames = 10_000;
/** Bytes of small documents of a compressed archive that are kept, so that it need not be read for each. */
const keptDocument = 1024 ** 2;
const keptDocuments = 32 * 1024 ** 2;

interface Place {
  readonly type: TarHeader['type'];
  readonly offset: number;
  readonly size: number;
  readonly link: ByteString;
  readonly content?: Uint8Array;
}

/**
 * Looks through an archive once, and answers what it is.
 * @throws ImageError when it can't be read.
 */
export async function openImageArchive(source: ByteSource): Promise<ImageArchive> {
  const isPlain = (await compressionOf(source)) === 'none';
  const places = new Map<ByteString, Place>();
  let kept = 0;
  let count = 0;
  for await (const { header, offset, content } of walkTar(source)) {
    count++;
    if (places.size >= mostNames) continue;
    const { type, size, linkName } = header;
    const isKept = !isPlain && type === 'file' && size <= keptDocument && kept + size <= keptDocuments;
    const bytes = isKept ? await documentOf(content(), size) : undefined;
    kept += bytes?.length ?? 0;
    const path = cleanPath(header.name);
    places.set(path, {
      type,
      offset,
      size,
      link: linkName,
      ...(bytes === undefined ? {} : { content: bytes }),
    });
  }
  if (count === 0) {
    throw new ImageError('not-found', 'is an empty archive', {
      path: source.name,
      expected: 'a tar archive of an image or of a root filesystem',
    });
  }
  const kind = kindOf(places);
  if (kind !== 'rootfs' && count > mostNames) {
    throw new ImageError('limit', 'holds too many files for an image', {
      path: source.name,
      expected: `at most ${mostNames}`,
    });
  }
  return { kind, files: new ArchiveFiles(source, isPlain, places) };
}

/** The files of an archive in memory or elsewhere. */
export async function tarFiles(archive: Uint8Array | ByteSource, name: string): Promise<ImageFiles> {
  return (await openImageArchive(archive instanceof Uint8Array ? bytesSource(archive, name) : archive)).files;
}

function kindOf(places: ReadonlyMap<ByteString, Place>): ArchiveKind {
  const isFile = (path: string) => places.get(path)?.type === 'file';
  if (isFile('/index.json')) {
    const hasBlobs = [...places.keys()].some((path) => path.startsWith('/blobs/'));
    if (isFile('/oci-layout') || hasBlobs) return 'oci-layout';
  }
  return isFile('/manifest.json') ? 'docker-archive' : 'rootfs';
}

/** The content when it may be JSON. */
async function documentOf(content: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const piece of content) {
    if (at === 0 && !'{['.includes(String.fromCharCode(piece[0] ?? 0))) return undefined;
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

class ArchiveFiles implements ImageFiles {
  readonly name: string;
  readonly #source: ByteSource;
  readonly #isPlain: boolean;
  readonly #places: ReadonlyMap<ByteString, Place>;

  constructor(source: ByteSource, isPlain: boolean, places: ReadonlyMap<ByteString, Place>) {
    this.name = source.name;
    this.#source = source;
    this.#isPlain = isPlain;
    this.#places = places;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const place = this.#find(path);
    if (place === undefined) return undefined;
    if (place.content !== undefined) return place.content;
    if (place.size > maximumJson) {
      throw new ImageError('limit', `has ${place.size} bytes`, {
        path: `${this.name}, ${path}`,
        expected: `at most ${maximumJson} bytes of JSON`,
      });
    }
    const bytes = new Uint8Array(place.size);
    await this.each([path], async (_, content) => {
      let at = 0;
      for await (const piece of content) {
        bytes.set(piece, at);
        at += piece.length;
      }
    });
    return bytes;
  }

  async each(paths: Iterable<string>, take: TakeFile): Promise<void> {
    const wanted = new Map<string, Place>();
    for (const path of paths) {
      const place = this.#find(path);
      if (place !== undefined) wanted.set(path, place);
    }
    if (this.#isPlain) {
      for (const [path, { offset, size }] of wanted) {
        await take(path, this.#source.stream(offset, offset + size));
      }
      return;
    }
    // What is compressed can only be read from its beginning: all in one go, where no two are the same file.
    while (wanted.size > 0) {
      const before = wanted.size;
      for await (const { offset, content } of walkTar(this.#source)) {
        const [path] = [...wanted].find(([, place]) => place.offset === offset) ?? [];
        if (path === undefined) continue;
        wanted.delete(path);
        await take(path, content());
        if (wanted.size === 0) break;
      }
      if (wanted.size === before) return;
    }
  }

  /** Follows links: archives of old Dockers have symbolic ones among their layers. */
  #find(path: string): Place | undefined {
    let at = cleanPath(fromText(path));
    for (let links = 0; links <= maximumLinks; links++) {
      const place = this.#places.get(at);
      if (place === undefined || place.type === 'file') return place;
      if (place.type === 'symlink') {
        at = cleanPath(place.link.startsWith('/') ? place.link : joinPath(parentPath(at), place.link));
      } else if (place.type === 'hard-link') at = cleanPath(place.link);
      else return undefined;
    }
    throw new ImageError('malformed', 'is a loop of links', { path: `${this.name}, ${toText(at)}` });
  }
}
