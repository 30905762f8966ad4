/**
 * What changed in the build context since the last build, for the steps that didn't run again in spite of it: a file
 * that no step copies makes nothing run. Compared are types, modes, sizes and times, as BuildKit itself does when it
 * takes a context over; contents are compared by the steps that read them.
 */
import { toText } from '../filesystem/byte-string.ts';
import { walk } from '../filesystem/lookup.ts';
import type { Tree, TreeNode } from '../filesystem/tree.ts';
import type { Digester } from '../image/digest.ts';
import { digestOf } from './cache-key.ts';
import { isObject } from './cache-record.ts';
import type { ContentEntries } from './copy/content-entries.ts';
import { CopyError } from './copy/copy-error.ts';
import { selectSources } from './copy/select.ts';
import type { Operation } from './operation.ts';
import type { Plan } from './plan.ts';
import type { CacheRecords } from './ports.ts';

/** Larger contexts are not remembered: their steps say what they read themselves. */
const mostFiles = 5000;
/** Paths named at one step. */
const mostNamed = 10;

/** Path without a slash in front, to type, mode, size and time in one text. */
type Listing = ReadonlyMap<string, string>;

export class ContextChanges {
  readonly #context: Tree;
  readonly #records: CacheRecords;
  readonly #key: string;
  readonly #operations: readonly Operation[];
  #changed: Promise<readonly string[]> | undefined;
  #copied: ReadonlySet<string> | undefined;
  #now: { readonly listing: Listing | undefined } | undefined;
  #old: Promise<Listing | undefined> | undefined;

  /** `file` names the Dockerfile. */
  constructor(context: Tree, plan: Plan, file: string, records: CacheRecords, digester: Digester) {
    this.#context = context;
    this.#records = records;
    this.#key = `seen/${digestOf(`context of ${file}`, digester)}/context`;
    this.#operations = plan.order.flatMap(({ steps }) => steps.map(({ operation }) => operation));
  }

  /** Sentences on changes that did not matter to a step, which read `files` of the context and was cached. */
  async ignoredBy(operation: Operation, files: ContentEntries): Promise<readonly string[]> {
    if (!readsContext(operation)) return [];
    this.#changed ??= this.#compare();
    const changed = await this.#changed;
    if (changed.length === 0) return [];
    const own = new Map(files.entries.map((entry) => [entry.path, entry]));
    const said = changed.flatMap((path) => {
      const entry = own.get(path);
      // A directory that a source names itself: its mode and owner are not copied.
      if (entry !== undefined)
        return entry.mode === -1 ? [`${path}: the directory itself is not copied`] : [];
      return [`${path}: not copied by ${this.#isCopied(path) ? 'this' : 'any'} step`];
    });
    const more = said.length - mostNamed;
    return more > 0 ? [...said.slice(0, mostNamed), `${more} more like these`] : said;
  }

  /** Keeps what the context looks like now, for the next build. */
  async remember(): Promise<void> {
    const now = this.#listing();
    const before = await this.#before();
    if (now === undefined) {
      if (before !== undefined) await this.#records.delete(this.#key);
      return;
    }
    const isSame = before?.size === now.size && [...now].every(([path, facts]) => before.get(path) === facts);
    if (!isSame) await this.#records.put(this.#key, { version: 1, entries: [...now] });
  }

  #listing(): Listing | undefined {
    this.#now ??= { listing: list(this.#context) };
    return this.#now.listing;
  }

  #before(): Promise<Listing | undefined> {
    this.#old ??= this.#records.get(this.#key).then(parseListing);
    return this.#old;
  }

  async #compare(): Promise<readonly string[]> {
    const before = await this.#before();
    const now = this.#listing();
    if (before === undefined || now === undefined) return [];
    const changed = [...now].flatMap(([path, facts]) => (before.get(path) === facts ? [] : [path]));
    return [...changed, ...[...before.keys()].filter((path) => !now.has(path))];
  }

  /** Whether some step reads a path that is, or was, in the context. */
  #isCopied(path: string): boolean {
    this.#copied ??= new Set(this.#operations.flatMap((operation) => pathsRead(operation, this.#context)));
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      if (this.#copied.has(at)) return true;
      // What is gone was copied if all of its directory is.
      if (this.#copied.has(`${at}/`)) return true;
    }
    return this.#copied.has('/');
  }
}

function readsContext(operation: Operation): boolean {
  if (operation.kind === 'transfer') {
    return operation.origin.kind === 'context' && operation.sources.length > 0;
  }
  return operation.kind === 'run' && operation.mounts.some(({ origin }) => origin?.kind === 'context');
}

/** Files and directories that an operation reads, and `dir/` for directories that it reads whole. */
function pathsRead(operation: Operation, context: Tree): readonly string[] {
  if (!readsContext(operation)) return [];
  if (operation.kind === 'run') {
    return operation.mounts.flatMap(({ mount, origin }) =>
      origin?.kind === 'context' && 'source' in mount ? [wholePath(mount.source)] : [],
    );
  }
  if (operation.kind !== 'transfer') return [];
  const { exclude, parents } = operation;
  const local = operation.sources.map(({ path }) => path).filter((path) => !/^[a-z]+:\/\/|^git@/.test(path));
  try {
    const { sources } = selectSources(context, local, { exclude, parents });
    const isWhole = exclude.length === 0 && !parents;
    return sources.flatMap(({ path, node }) => {
      const own = toText(path.slice(1));
      if (node.type !== 'directory') return [own];
      if (isWhole) return [wholePath(own)];
      return [own, ...[...walk(node, path)].map((below) => toText(below.path.slice(1)))];
    });
  } catch (error) {
    // A source that is missing: its own step says so.
    if (error instanceof CopyError) return [];
    throw error;
  }
}

function wholePath(path: string): string {
  const clean = path.replace(/^\/+|\/+$/g, '');
  return clean === '' || clean === '.' ? '/' : `${clean}/`;
}

function list(context: Tree): Listing | undefined {
  const listing = new Map<string, string>();
  for (const { path, node } of walk(context.root)) {
    if (listing.size >= mostFiles) return undefined;
    listing.set(toText(path.slice(1)), factsOf(node));
  }
  return listing;
}

function factsOf(node: TreeNode): string {
  const content = node.type === 'file' ? node.content.length : node.type === 'symlink' ? node.target : '';
  // A directory's time changes with each name in it, which is told of that name.
  const time = node.type === 'directory' ? '' : node.mtime / 1_000_000n;
  return `${node.type} ${node.mode.toString(8)} ${content} ${time}`;
}

function parseListing(value: unknown): Listing | undefined {
  if (!isObject(value) || value.version !== 1 || !Array.isArray(value.entries)) return undefined;
  const isPair = (entry: unknown): entry is [string, string] =>
    Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'string';
  return value.entries.every(isPair) ? new Map(value.entries) : undefined;
}
