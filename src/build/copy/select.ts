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
import { baseName, cleanPath, joinPath, lookup, sortedEntries } from '../../filesystem/lookup.ts';
import type { DirectoryNode, Tree, TreeNode } from '../../filesystem/tree.ts';
import { CopyError } from './copy-error.ts';
import { compilePatterns, filterDirectory, type PathFilter } from './path-filter.ts';
import { type InlineSource, inlineNode, type SelectedSource, type Selection } from './selection.ts';

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
    exclude: exclude.rules.length === 0 ? undefined : exclude,
  };
  const parents = options.parents ?? false;
  const selected = sources.flatMap((written, source) => {
    const download = options.downloads?.get(source);
    if (download !== undefined) return [download];
    return parents
      ? selectWithParents(search, written, source)
      : selectOne(search, written, source, undefined);
  });
  const inline = (options.inlineFiles ?? []).map(({ path, text }): SelectedSource => {
    const clean = cleanPath(fromText(path));
    const node = inlineNode(text);
    return { source: undefined, path: clean, name: baseName(clean), node, carried: none, timeless: true };
  });
  return { sources: [...selected, ...inline], parents };
}

interface Search {
  readonly tree: Tree;
  readonly ignore: IgnoreMatcher | undefined;
  readonly exclude: IgnoreMatcher | undefined;
}

const none: ReadonlySet<DirectoryNode> = new Set();

function selectWithParents(search: Search, written: string, source: number): SelectedSource[] {
  const pivot = written.indexOf('/./');
  const from = pivot < 0 ? '/' : written.slice(0, pivot);
  const pattern = cleanPath(fromText(pivot < 0 ? written : written.slice(pivot + 3)));
  if (!hasWildcard(from) && !hasWildcard(pattern)) {
    const required = cleanPath(joinPath(cleanPath(fromText(from)), pattern));
    if (lookup(search.tree, required).outcome !== 'found') throw missing(search, required, source);
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
    if (found.outcome !== 'found') throw missing(search, match, source);
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
  const base = lookup(search.tree, start);
  if (base.outcome !== 'found') {
    throw new CopyError(
      'copy-source-missing',
      `lstat ${toText(start)}: no such file or directory`,
      missingExplanation(search, start, `The directory before the first wildcard of ${quote(path)}`),
      source,
    );
  }
  if (base.node.type !== 'directory') return [];
  const matched: ByteString[] = [];
  const compiled = compile(pattern, source);
  const depth = pattern.split('/').length;
  const visit = (node: DirectoryNode, below: string, at: ByteString, level: number): void => {
    for (const [name, child] of sortedEntries(node)) {
      const relative = below === '' ? toText(name) : `${below}/${toText(name)}`;
      const childPath = joinPath(at, name);
      if (compiled.matches(relative)) matched.push(childPath);
      else if (child.type === 'directory' && level < depth) visit(child, relative, childPath, level + 1);
    }
  };
  visit(base.node, '', start, 1);
  return matched;
}

function compile(pattern: ByteString, source: number): PathPattern {
  try {
    return new PathPattern(toText(pattern));
  } catch (error) {
    if (!(error instanceof PathPatternError)) throw error;
    throw new CopyError(
      'copy-pattern-invalid',
      error.message,
      `${quote(pattern)} is no pattern: "[" needs its "]", and "\\" a character after it. ` +
        'To name a file with "[" in its name write "[[]".',
      source,
    );
  }
}

function missing(search: Search, path: ByteString, source: number): CopyError {
  return new CopyError(
    'copy-source-missing',
    `failed to compute cache key: failed to calculate checksum of ref: ${quote(path)}: not found`,
    missingExplanation(search, path, quote(path)),
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
