/**
 * A folder on disk as a build context, read as BuildKit's client walks it: modes, times, links and empty
 * directories are kept, everything belongs to 0:0, and what `.dockerignore` leaves out is never opened.
 */
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { IgnoreMatcher, IgnoreState } from '../dockerfile/ignore.ts';
import { type ByteString, fromBytes, toText } from '../filesystem/byte-string.ts';
import { type DirectoryNode, emptyTree, type Tree, type TreeNode } from '../filesystem/tree.ts';
import { TreeBuilder } from '../filesystem/tree-builder.ts';

/** What a context may hold at most; all of it lies in memory. */
export interface ContextLimits {
  /** Bytes of all files together. */
  readonly size: number;
  readonly entries: number;
  /** Levels of folders. */
  readonly depth: number;
}

const defaultLimits: ContextLimits = { size: 2 * 1024 ** 3, entries: 1_000_000, depth: 512 };

/** The folder can't be a build context; `message` says which path and what to do. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

export interface ReadOptions {
  readonly ignore?: IgnoreMatcher;
  readonly limits?: ContextLimits;
  readonly signal?: AbortSignal;
  /** What the folder is for, as errors tell it; default: a build context. */
  readonly purpose?: FolderPurpose;
}

export interface FolderPurpose {
  /** `The build context` */
  readonly name: string;
  /** What to do when it holds too much: a sentence. */
  readonly fewer: string;
  /** The same of one file that can't be read: `leave it out`, and how. */
  readonly leaveOut: string;
}

const buildContext: FolderPurpose = {
  name: 'The build context',
  fewer: 'Leave out what the build does not need, such as node_modules, with a .dockerignore file.',
  leaveOut: 'leave it out with a .dockerignore file',
};

/**
 * Reads the folder. Sockets, FIFOs and devices are left out: no context carries them.
 * @throws {ContextError} when something can't be read or it is too large.
 */
export async function readContextFolder(folder: string, options: ReadOptions = {}): Promise<Tree> {
  const walk = new FolderWalk(options);
  // A final slash, so that the folder may itself be a symbolic link.
  const path = Buffer.from(folder.endsWith('/') ? folder : `${folder}/`);
  const root = await walk.directory(path, '', undefined, 0);
  const builder = new TreeBuilder({ root: root ?? emptyTree.root });
  // Counts the names of files that have several.
  for (const { paths } of walk.linked.values()) {
    const [first = '', ...others] = paths;
    for (const at of others) builder.link(at, first);
  }
  return builder.finish();
}

class FolderWalk {
  readonly #ignore: IgnoreMatcher | undefined;
  readonly #limits: ContextLimits;
  readonly #signal: AbortSignal | undefined;
  readonly #purpose: FolderPurpose;
  #size = 0;
  #entries = 0;
  /** Files with more than one name, by device and inode. */
  readonly linked = new Map<string, { readonly first: TreeNode; readonly paths: ByteString[] }>();

  constructor({ ignore, limits = defaultLimits, signal, purpose = buildContext }: ReadOptions) {
    this.#ignore = ignore;
    this.#limits = limits;
    this.#signal = signal;
    this.#purpose = purpose;
  }

  /** Undefined when the directory is ignored and nothing in it is kept. `path` is without the first slash. */
  async directory(
    absolute: Buffer,
    path: ByteString,
    state: IgnoreState | undefined,
    depth: number,
  ): Promise<DirectoryNode | undefined> {
    this.#signal?.throwIfAborted();
    if (depth > this.#limits.depth) {
      throw new ContextError(`${toText(path)}: folders are nested more than ${this.#limits.depth} deep.`);
    }
    const stat = this.#attempt(path, () => lstatSync(absolute, { bigint: true }));
    const names = await readdir(absolute, { encoding: 'buffer' }).catch((error) => {
      throw this.#unreadable(path, error);
    });
    const entries = new Map<ByteString, TreeNode>();
    for (const bytes of names) {
      const name = fromBytes(bytes);
      const below = path === '' ? name : `${path}/${name}`;
      const node = await this.#entry(joinBytes(absolute, bytes), below, state, depth);
      if (node !== undefined) entries.set(name, node);
    }
    if (state?.ignored === true && entries.size === 0) return undefined;
    return { type: 'directory', mode: mode(stat.mode), uid: 0, gid: 0, mtime: stat.mtimeNs, entries };
  }

  async #entry(
    absolute: Buffer,
    path: ByteString,
    parent: IgnoreState | undefined,
    depth: number,
  ): Promise<TreeNode | undefined> {
    const shown = toText(path);
    const state = this.#ignore?.visit(shown, parent);
    if (state?.ignored === true && this.#ignore?.mayKeepBelow(shown) !== true) return undefined;
    const stat = this.#attempt(path, () => lstatSync(absolute, { bigint: true }));
    if (stat.isDirectory()) {
      this.#count(path);
      return this.directory(absolute, path, state, depth + 1);
    }
    if (state?.ignored === true) return undefined;
    this.#count(path);
    const key = stat.nlink > 1n ? `${stat.dev}:${stat.ino}` : undefined;
    const known = key === undefined ? undefined : this.linked.get(key);
    if (known !== undefined) {
      known.paths.push(`/${path}`);
      return known.first;
    }
    const attributes = { mode: mode(stat.mode), uid: 0, gid: 0, mtime: stat.mtimeNs, links: 1 };
    let node: TreeNode;
    if (stat.isSymbolicLink()) {
      const target = this.#attempt(path, () => readlinkSync(absolute, { encoding: 'buffer' }));
      node = { type: 'symlink', ...attributes, mode: 0o777, target: fromBytes(target) };
    } else if (stat.isFile()) {
      node = { type: 'file', ...attributes, content: this.#content(absolute, path, Number(stat.size)) };
    } else {
      return undefined;
    }
    if (key !== undefined) this.linked.set(key, { first: node, paths: [`/${path}`] });
    return node;
  }

  #content(absolute: Buffer, path: ByteString, size: number): Uint8Array {
    this.#checkSize(path, size);
    const read = this.#attempt(path, () => readFileSync(absolute));
    this.#size += read.length;
    // The file may have grown while it was read.
    this.#checkSize(path, 0);
    return new Uint8Array(read.buffer, read.byteOffset, read.byteLength);
  }

  #checkSize(path: ByteString, more: number): void {
    const limit = this.#limits.size;
    if (this.#size + more <= limit) return;
    throw new ContextError(
      `${this.#purpose.name} has more than ${megabytes(limit)} MB, which is the most that is read ` +
        `(it went over at ${toText(path)}${more > 0 ? `, ${megabytes(more)} MB` : ''}). ` +
        this.#purpose.fewer,
    );
  }

  #count(path: ByteString): void {
    if (++this.#entries <= this.#limits.entries) return;
    throw new ContextError(
      `${this.#purpose.name} has more than ${this.#limits.entries} files and folders (it went over at ` +
        `${toText(path)}). ${this.#purpose.fewer}`,
    );
  }

  #attempt<T>(path: ByteString, act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw this.#unreadable(path, error);
    }
  }

  #unreadable(path: ByteString, error: unknown): ContextError {
    const said = error instanceof Error ? error.message : String(error);
    const { name, leaveOut } = this.#purpose;
    return new ContextError(
      `${path === '' ? name : toText(path)} can't be read: ${said}. Make it readable, or ${leaveOut}.`,
    );
  }
}

const mode = (bits: bigint): number => Number(bits & 0o7777n);
const megabytes = (bytes: number): number => Math.ceil(bytes / 1_000_000);

function joinBytes(folder: Buffer, name: Buffer): Buffer {
  const slash = folder.at(-1) === 0x2f ? [] : [Buffer.from('/')];
  return Buffer.concat([folder, ...slash, name]);
}
