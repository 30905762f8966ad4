/**
 * Unpacks layer tars over a tree: whiteouts, opaque directories and hard links as the OCI image spec
 * (layer.md) has them, names confined to the tree as containerd's `archive.Apply` does it.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import { baseName, cleanPath, joinPath, maximumLinks, parentPath, pathNames } from '../filesystem/lookup.ts';
import type { Attributes, Tree } from '../filesystem/tree.ts';
import { attributesOf, NotADirectoryError, TreeBuilder } from '../filesystem/tree-builder.ts';
import { ImageError } from './image-error.ts';
import { opaqueWhiteout, whiteoutPrefix } from './layer-writer.ts';
import { displayName } from './tar-header.ts';
import { readTar, readTarStream, type TarEntry, type TarLimits } from './tar-reader.ts';

/** Levels of directories that a layer may make. */
const maximumDepth = 512;

/** Levels of a clean absolute path. */
function depthOf(path: ByteString): number {
  let depth = 0;
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) depth++;
  return depth;
}

/**
 * The tree with one layer on top. File contents stay views of `bytes`: don't write to it afterwards.
 * @throws ImageError when the layer is damaged, too large or refused.
 */
export function applyLayer(tree: Tree, bytes: Uint8Array, limits?: TarLimits): Tree {
  return applyEntries(tree, readTar(bytes, limits));
}

/**
 * As `applyLayer`, for entries that were read before.
 * @throws ImageError when the layer is damaged or refused.
 */
export function applyEntries(tree: Tree, entries: Iterable<TarEntry>): Tree {
  const layer = new LayerApplication(tree);
  for (const entry of entries) layer.add(entry);
  return layer.finish();
}

/**
 * As `applyLayer`, for a layer that comes in chunks.
 * @throws ImageError when the layer is damaged, too large or refused.
 */
export async function applyLayerStream(
  tree: Tree,
  chunks: AsyncIterable<Uint8Array>,
  limits?: TarLimits,
): Promise<Tree> {
  const layer = new LayerApplication(tree);
  for await (const entry of readTarStream(chunks, limits)) layer.add(entry);
  return layer.finish();
}

export interface UnpackOptions {
  /** `.wh.` names are ordinary files: for archives that are no layers. */
  readonly whiteouts: boolean;
}

/** What an entry did; paths are clean, absolute, and led through the tree's symbolic links. */
export type Placement =
  /** Something is at `path` now. `link` is the path that a hard link is another name of. */
  | { readonly kind: 'put'; readonly path: ByteString; readonly link?: ByteString }
  /** What the layers below have at `path` is gone. */
  | { readonly kind: 'whiteout'; readonly path: ByteString }
  /** What the layers below have in the directory is gone. */
  | { readonly kind: 'opaque'; readonly path: ByteString };

/** One layer on its way onto a tree; entries are added in the archive's order, later ones win. */
export class LayerApplication {
  readonly #builder: TreeBuilder;
  readonly #whiteouts: boolean;
  /** Paths that came with this layer, with their parents: its whiteouts don't touch them. */
  readonly #unpacked = new Set<ByteString>();
  /** The last directory resolved, while no link that it may depend on has come or gone. */
  #resolved: { readonly directory: ByteString; readonly path: ByteString } | undefined;

  constructor(base: Tree, { whiteouts }: UnpackOptions = { whiteouts: true }) {
    this.#builder = new TreeBuilder(base);
    this.#whiteouts = whiteouts;
  }

  /**
   * Answers what it did; undefined when it says nothing about the tree.
   * @throws ImageError when the entry can't be put into a tree.
   */
  add(entry: TarEntry): Placement | undefined {
    const clean = cleanPath(entry.name);
    // Nobody describes `/` itself: containerd leaves it alone too.
    if (clean === '/') return undefined;
    const name = baseName(clean);
    const directory = this.#resolve(parentPath(clean), entry.name);
    if (this.#whiteouts && clean.includes(`/${whiteoutPrefix}`)) {
      this.#resolved = undefined;
      if (name === opaqueWhiteout) {
        this.#makeOpaque(directory);
        return { kind: 'opaque', path: directory };
      }
      // Names of AUFS's own bookkeeping are no files of the image.
      if (clean.includes('/.wh..wh.')) return undefined;
      if (name.startsWith(whiteoutPrefix)) {
        return this.#whiteOut(directory, name.slice(whiteoutPrefix.length), entry.name);
      }
    }
    const path = joinPath(directory, name);
    if (depthOf(path) > maximumDepth) {
      throw new ImageError('limit', 'it is nested too deeply', {
        path: displayName(entry.name),
        expected: `at most ${maximumDepth} levels`,
      });
    }
    let link: ByteString | undefined;
    try {
      link = this.#put(path, entry);
    } catch (error) {
      if (!(error instanceof NotADirectoryError)) throw error;
      throw new ImageError('malformed', `lies below ${displayName(error.path)}, which is no directory`, {
        path: displayName(entry.name),
      });
    }
    if (entry.type === 'symlink' || entry.type === 'hard-link') this.#resolved = undefined;
    this.#remember(path);
    return link === undefined ? { kind: 'put', path } : { kind: 'put', path, link };
  }

  finish(): Tree {
    return this.#builder.finish();
  }

  /** Answers the path that a hard link is another name of. */
  #put(path: ByteString, entry: TarEntry): ByteString | undefined {
    const attributes: Attributes = attributesOf(entry);
    switch (entry.type) {
      case 'directory':
        this.#builder.putDirectory(path, attributes);
        return undefined;
      case 'file':
        this.#builder.put(path, {
          type: 'file',
          ...attributes,
          content: entry.content,
          links: 1,
        });
        return undefined;
      case 'symlink':
        this.#builder.put(path, {
          type: 'symlink',
          ...attributes,
          target: entry.linkName,
          links: 1,
        });
        return undefined;
      case 'character-device':
      case 'block-device':
        this.#builder.put(path, {
          type: entry.type,
          ...attributes,
          major: entry.major,
          minor: entry.minor,
          links: 1,
        });
        return undefined;
      case 'fifo':
        this.#builder.put(path, { type: 'fifo', ...attributes, links: 1 });
        return undefined;
      case 'hard-link':
        return this.#link(path, entry);
    }
  }

  #link(path: ByteString, entry: TarEntry): ByteString {
    const clean = cleanPath(entry.linkName);
    const target = joinPath(this.#resolve(parentPath(clean), entry.name), baseName(clean));
    if (!this.#builder.link(path, target)) {
      throw new ImageError(
        'malformed',
        `is a hard link to ${displayName(entry.linkName)}, which is no file before it`,
        { path: displayName(entry.name), expected: 'the path of an earlier file' },
      );
    }
    return target;
  }

  #whiteOut(directory: ByteString, name: ByteString, place: ByteString): Placement {
    if (name === '' || name === '.' || name === '..') {
      throw new ImageError('malformed', 'is a whiteout of nothing', { path: displayName(place) });
    }
    const path = joinPath(directory, name);
    if (!this.#unpacked.has(path)) this.#builder.remove(path);
    else this.#makeOpaque(path);
    return { kind: 'whiteout', path };
  }

  /** Takes away what the layers below put into a directory, and keeps what this one did. */
  #makeOpaque(directory: ByteString): void {
    for (const name of this.#builder.namesAt(directory)) {
      const path = joinPath(directory, name);
      if (!this.#unpacked.has(path)) this.#builder.remove(path);
      else this.#makeOpaque(path);
    }
  }

  #remember(path: ByteString): void {
    for (let at = path; at !== '/' && !this.#unpacked.has(at); at = parentPath(at)) this.#unpacked.add(at);
  }

  /**
   * The directory that a clean path really names, symbolic links of the tree followed within the tree
   * (containerd's `fs.RootPath`); what doesn't exist stays as it is written.
   */
  #resolve(directory: ByteString, place: ByteString): ByteString {
    if (this.#resolved?.directory === directory) return this.#resolved.path;
    const ahead = pathNames(directory).reverse();
    let path: ByteString = '/';
    let links = 0;
    for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
      if (name === '..') {
        path = parentPath(path);
        continue;
      }
      const at = joinPath(path, name);
      const target = this.#builder.linkTargetAt(at);
      if (target === undefined) {
        path = at;
        continue;
      }
      links++;
      if (links > maximumLinks) {
        throw new ImageError('malformed', 'its directory is a loop of symbolic links', {
          path: displayName(place),
        });
      }
      if (target.startsWith('/')) path = '/';
      ahead.push(...pathNames(target).reverse());
    }
    this.#resolved = { directory, path };
    return path;
  }
}
