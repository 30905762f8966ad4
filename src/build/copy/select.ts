/**
 * Finds what the sources of COPY and ADD name, by BuildKit's rules (fsutil's `copy.ResolveWildcards`, buildkit's
 * `contenthash`): wildcards stay inside one directory, links are followed, nothing leads out of the tree.
 */
import type { IgnoreMatcher } from '../../dockerfile/ignore.ts';
import {
  hasWildcard,
  PathPattern,
  PathPatternError,
  splitAtWildcard,
} from '../../dockerfile/path-pattern.ts';
import { type ByteString, fromText, toText } from '../../filesystem/byte-string.ts';
import {
  baseName,
  cleanPath,
  joinPath,
  type Lookup,
  lookup,
  sortedEntries,
} from '../../filesystem/lookup.ts';
import type { DirectoryNode, Tree, TreeNode } from '../../filesystem/tree.ts';
import { CopyError } from './copy-error.ts';
import { compilePatterns, filterDirectory, type PathFilter } from './path-filter.ts';
import { type InlineSource, inlineNode, type SelectedSource, type Selection } from './selection.ts';
import { sentBy, sentPatterns } from './sent-paths.ts';

export interface SelectOptions {
  /** Values of `--exclude`, expanded. */
  readonly exclude?: readonly string[];
  /** `--parents`: keep the directories that the sources name; `/./` says from where on. */
  readonly parents?: boolean;
  /** Here-documents; they come after all other sources. */
  readonly inlineFiles?: readonly InlineSource[];
  /** Sources that were downloaded, by their index; they are not looked for in the tree. */
  readonly downloads?: ReadonlyMap<number, SelectedSource>;
  /** The context's `.dockerignore`, to say so when it hides a missing source. */
  readonly ignore?: IgnoreMatcher;
  /** The sources of all steps that read the same context: BuildKit is sent only what they name. */
  readonly sent?: readonly string[];
  /**
   * The files are those that the step stands on, or none at all. BuildKit doesn't look for what it takes from them before
   * it copies, so that what is missing is told in other words.
   */
  readonly isBelow?: boolean;
}

/**
 * What the sources (expanded, in the instruction's order) name in a context or stage. A source with wildcards may
 * match nothing; the order of matches is that of a walk sorted by name.
 * @throws CopyError `copy-source-missing` or `copy-pattern-invalid`.
 */
export function selectSources(
  tree: Tree,
  sources: readonly string[],
  options: SelectOptions = {},
): Selection {
  const exclude = compilePatterns(options.exclude ?? [], 'exclude');
  const search: Search = {
    tree,
    ignore: options.ignore,
    sent: options.sent,
    isLate: options.isBelow ?? false,
    exclude: exclude.rules.length === 0 ? undefined : exclude,
  };
  const parents = options.parents ?? false;
  const whole = exclude.rules.length > 0 ? [] : wholeSources(sources);
  const selected = eachInTurn(sources, (written, source) => {
    const download = options.downloads?.get(source);
    if (download !== undefined) return [download];
    if (parents) return selectWithParents(search, written, source);
    const isLate = search.isLate || isWithin(written, whole);
    return selectOne({ ...search, isLate }, written, source, undefined);
  });
  const inline = (options.inlineFiles ?? []).map(({ path, text }): SelectedSource => {
    const clean = cleanPath(fromText(path));
    const node = inlineNode(text);
    return { source: undefined, path: clean, name: baseName(clean), node, carried: none, timeless: true };
  });
  return { sources: [...selected, ...inline], parents };
}

/** What is missing for the cache key is told before what is missed only when it is copied. */
function eachInTurn(
  sources: readonly string[],
  select: (written: string, source: number) => readonly SelectedSource[],
): SelectedSource[] {
  const selected: SelectedSource[] = [];
  let late: CopyError | undefined;
  for (const [source, written] of sources.entries()) {
    try {
      selected.push(...select(written, source));
    } catch (error) {
      if (!(error instanceof CopyError) || !error.message.startsWith('lstat ')) throw error;
      late ??= error;
    }
  }
  if (late !== undefined) throw late;
  return selected;
}

/** The paths of sources without wildcards. BuildKit asks for one that lies in another with that one (`dedupeSelectors`). */
function wholeSources(sources: readonly string[]): readonly ByteString[] {
  return sources.map((source) => cleanPath(fromText(source))).filter((path) => !hasWildcard(path));
}

function isWithin(written: string, whole: readonly ByteString[]): boolean {
  const path = cleanPath(fromText(written));
  if (hasWildcard(path)) return false;
  return whole.some((each) => each !== path && (each === '/' || path.startsWith(`${each}/`)));
}

interface Search {
  readonly tree: Tree;
  readonly ignore: IgnoreMatcher | undefined;
  readonly sent: readonly string[] | undefined;
  /** BuildKit looks for a source only when it copies it. */
  readonly isLate: boolean;
  readonly exclude: IgnoreMatcher | undefined;
}

const none: ReadonlySet<DirectoryNode> = new Set();

function selectWithParents(search: Search, written: string, source: number): SelectedSource[] {
  const pivot = written.indexOf('/./');
  const from = pivot < 0 ? '/' : written.slice(0, pivot);
  const pattern = cleanPath(fromText(pivot < 0 ? written : written.slice(pivot + 3)));
  if (!hasWildcard(from) && !hasWildcard(pattern)) {
    const required = cleanPath(joinPath(cleanPath(fromText(from)), pattern));
    const found = lookup(search.tree, required);
    if (found.outcome !== 'found') throw missing(search, required, source, found);
  }
  return selectOne(search, from, source, compilePatterns([toText(pattern)], 'include'));
}

function selectOne(
  search: Search,
  written: string,
  source: number,
  include: IgnoreMatcher | undefined,
): SelectedSource[] {
  const path = cleanPath(fromText(written));
  const matches = hasWildcard(path) ? matchesOf(search, path, source) : [path];
  return matches.flatMap((match) => {
    const found = lookup(search.tree, match);
    if (found.outcome !== 'found') throw missing(search, match, source, found);
    if (found.path !== match) refuseBehindLink(search, match, found.path, source);
    return applyFilter({ include, exclude: search.exclude }, match, found.node, source);
  });
}

function applyFilter(filter: PathFilter, path: ByteString, node: TreeNode, source: number): SelectedSource[] {
  const name = baseName(path);
  const base = { source, path, name, timeless: path === '/' };
  if (filter.include === undefined && filter.exclude === undefined) return [{ ...base, node, carried: none }];
  // What a source names itself is copied even where --exclude matches it: moby/buildkit#5489.
  if (node.type !== 'directory') return [{ ...base, node, carried: none }];
  const carried = new Set<DirectoryNode>();
  return [{ ...base, node: filterDirectory(node, filter, carried), carried }];
}

/** Paths that a source with wildcards matches. What is below a directory that matches is not asked. */
function matchesOf(search: Search, path: ByteString, source: number): ByteString[] {
  const { directory, pattern } = splitAtWildcard(path);
  const start = directory === '' ? '/' : directory;
  const compiled = compile(search, pattern, source);
  const base = lookup(search.tree, start);
  if (base.outcome !== 'found') {
    if (base.outcome === 'too-many-links') throw tooManyLinks(search, start, source);
    throw new CopyError(
      'copy-source-missing',
      `lstat ${toText(base.path)}: no such file or directory`,
      missingExplanation(search, start, `The directory before the first wildcard of ${quote(path)}`),
      source,
    );
  }
  const matched = base.node.type === 'directory' ? matchesIn(base.node, start, pattern, compiled) : [];
  // Only behind a link may something be left out that the pattern itself names.
  if (base.path === start && matched.length > 0) return matched;
  const hasSent = sentOf(search);
  const real = (match: ByteString): ByteString => cleanPath(`${base.path}/${match.slice(start.length)}`);
  const there = matched.filter((match) => hasSent(real(match)));
  if (there.length === 0 && !hasSent(base.path)) throw unsent(path, base.path, source);
  return there;
}

/** Whether the builder has anything of a path. */
function sentOf({ tree, sent }: Search): (path: ByteString) => boolean {
  const patterns = sent && sentPatterns(tree, sent);
  return patterns === undefined ? () => true : sentBy(tree, patterns);
}

function matchesIn(
  base: DirectoryNode,
  start: ByteString,
  pattern: ByteString,
  compiled: PathPattern | undefined,
): ByteString[] {
  const matched: ByteString[] = [];
  const depth = pattern.split('/').length;
  const visit = (node: DirectoryNode, below: string, at: ByteString, level: number): void => {
    for (const [name, child] of sortedEntries(node)) {
      const relative = below === '' ? toText(name) : `${below}/${toText(name)}`;
      const childPath = joinPath(at, name);
      if (compiled?.matches(relative)) matched.push(childPath);
      else if (child.type === 'directory' && level < depth) visit(child, relative, childPath, level + 1);
    }
  };
  if (compiled !== undefined) visit(base, '', start, 1);
  return matched;
}

function refuseBehindLink(search: Search, path: ByteString, real: ByteString, source: number): void {
  if (sentOf(search)(real)) return;
  throw new CopyError(
    'copy-source-missing',
    `${cacheKeyFailed}: ${quote(path)}: not found`,
    `It lies behind a symbolic link, and Docker's builder is sent what lies behind a link for the first COPY ` +
      `through it alone. Name the file where it really is: ${toText(real.slice(1))}.`,
    source,
  );
}

/** Where nothing matches and nothing else is taken from the directory, BuildKit has no such directory. */
function unsent(path: ByteString, directory: ByteString, source: number): CopyError {
  return new CopyError(
    'copy-source-missing',
    `lstat ${toText(directory)}: no such file or directory`,
    `Nothing matches ${quote(path)}. Docker's builder is sent only what COPY and ADD name, so without a match ` +
      `it has no ${toText(directory)} either. Where it may match nothing, also name a file there that always exists.`,
    source,
  );
}

/** Undefined: BuildKit takes it for a pattern that matches nothing. */
function compile(search: Search, pattern: ByteString, source: number): PathPattern | undefined {
  try {
    return new PathPattern(toText(pattern));
  } catch (error) {
    if (!(error instanceof PathPatternError)) throw error;
    if (search.isLate) return undefined;
    const patterns = search.sent && sentPatterns(search.tree, search.sent);
    throw new CopyError(
      'copy-pattern-invalid',
      patterns === undefined
        ? `${cacheKeyFailed}: ${error.message}`
        : `rpc error: code = Unknown desc = invalid includepatterns: [${patterns.join(' ')}]: ${error.message}`,
      `${quote(pattern)} is no pattern: "[" needs its "]", and "\\" a character after it. ` +
        'To name a file with "[" in its name write "[[]".',
      source,
    );
  }
}

const cacheKeyFailed = 'failed to compute cache key: failed to calculate checksum of ref';

function missing(
  search: Search,
  path: ByteString,
  source: number,
  found: Exclude<Lookup, { outcome: 'found' }>,
): CopyError {
  if (found.outcome === 'too-many-links') {
    return tooManyLinks(search, path, source, found.path === path ? undefined : path);
  }
  const explanation = missingExplanation(search, path, quote(path));
  const message = search.isLate
    ? notFoundBelow(found)
    : `${cacheKeyFailed}: ${found.outcome === 'not-a-directory' ? notFoundBelow(found) : `${quote(path)}: not found`}`;
  return new CopyError('copy-source-missing', message, explanation, source);
}

function notFoundBelow(found: Exclude<Lookup, { outcome: 'found' }>): string {
  return found.outcome === 'not-a-directory'
    ? `lstat ${toText(found.below ?? found.path)}: not a directory`
    : `lstat ${toText(found.path)}: no such file or directory`;
}

/** `through`: the path that a link on its way keeps from being reached. */
function tooManyLinks({ isLate }: Search, path: ByteString, source: number, through?: ByteString): CopyError {
  const late =
    through === undefined ? 'too many links' : `lstat ${toText(through)}: too many levels of symbolic links`;
  return new CopyError(
    'copy-source-missing',
    isLate ? late : `${cacheKeyFailed}: too many links`,
    `On the way to ${quote(path)} a symbolic link leads round in a circle. Name the file where it really is.`,
    source,
  );
}

/** Says where it was looked for: ignored, almost spelled so, or simply not there. */
function missingExplanation(search: Search, path: ByteString, subject: string): string {
  const relative = toText(path.slice(1));
  if (search.ignore !== undefined && relative !== '' && search.ignore.ignores(relative)) {
    const rule = search.ignore.decidingRule(relative);
    const where = rule === undefined ? '' : ` ("${rule.pattern.text}", line ${rule.range.start.line})`;
    return (
      `${subject} is left out of the build context by .dockerignore${where}. ` +
      `Take the rule away, or add a line "!${relative}" after it.`
    );
  }
  const similar = similarPath(search.tree, path);
  const hint = similar === undefined ? '' : ` Did you mean ${quote(similar)}?`;
  return `${subject} does not exist there. Paths are relative to the root of the context or stage.${hint}`;
}

/** An entry of the same directory that differs only in case. */
function similarPath(tree: Tree, path: ByteString): ByteString | undefined {
  const directory = path.slice(0, path.lastIndexOf('/')) || '/';
  const found = lookup(tree, directory);
  if (found.outcome !== 'found' || found.node.type !== 'directory') return undefined;
  const wanted = baseName(path).toLowerCase();
  for (const name of found.node.entries.keys()) {
    if (name.toLowerCase() === wanted) return joinPath(directory, name);
  }
  return undefined;
}

/** As Go's `%q` writes a path without anything to escape. */
function quote(path: ByteString): string {
  return `"${toText(path)}"`;
}
