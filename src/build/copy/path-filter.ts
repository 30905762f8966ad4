/**
 * `--exclude` and `--parents` leave out parts of a directory: patterns as in `.dockerignore`, matched against the
 * path below the source (fsutil's `copier.include` and `copier.exclude`).
 */
import { cleanPath, IgnoreMatcher, type IgnoreState } from '../../dockerfile/ignore.ts';
import { IgnorePattern } from '../../dockerfile/ignore-pattern.ts';
import { PathPatternError } from '../../dockerfile/path-pattern.ts';
import type { SourceRange } from '../../dockerfile/source.ts';
import { type ByteString, toText } from '../../filesystem/byte-string.ts';
import type { DirectoryNode, TreeNode } from '../../filesystem/tree.ts';
import { CopyError } from './copy-error.ts';

const start = { line: 1, column: 1, offset: 0 };
/** The matcher keeps ranges for its own file; flags have theirs in the instruction. */
const nowhere: SourceRange = { start, end: start };

/**
 * Patterns as moby/patternmatcher compiles them.
 * @throws CopyError `copy-pattern-invalid`.
 */
export function compilePatterns(patterns: readonly string[], flag: string): IgnoreMatcher {
  const rules = patterns.flatMap((written) => {
    const trimmed = written.trim();
    if (trimmed === '') return [];
    const exception = trimmed.startsWith('!');
    const text = cleanPath(exception ? trimmed.slice(1).trim() : trimmed).replace(/^\/(?=.)/, '');
    try {
      return [{ pattern: new IgnorePattern(text), exception, range: nowhere }];
    } catch (error) {
      if (!(error instanceof PathPatternError)) throw error;
      throw new CopyError(
        'copy-pattern-invalid',
        `invalid ${flag}patterns: [${patterns.join(' ')}]: syntax error in pattern`,
        `"${written}" is no pattern: "[" needs its "]", and "\\" a character after it.`,
      );
    }
  });
  return new IgnoreMatcher(rules);
}

export interface PathFilter {
  /** Only what it matches is copied; undefined: everything. */
  readonly include: IgnoreMatcher | undefined;
  readonly exclude: IgnoreMatcher | undefined;
}

interface States {
  readonly include: IgnoreState | undefined;
  readonly exclude: IgnoreState | undefined;
}

/** The directory without what the filter leaves out; directories kept only for their contents go to `carried`. */
export function filterDirectory(
  directory: DirectoryNode,
  filter: PathFilter,
  carried: Set<DirectoryNode>,
): DirectoryNode {
  return filterEntries(directory, '', { include: undefined, exclude: undefined }, filter, carried);
}

function filterEntries(
  directory: DirectoryNode,
  path: string,
  above: States,
  filter: PathFilter,
  carried: Set<DirectoryNode>,
): DirectoryNode {
  let changed = false;
  const entries = new Map<ByteString, TreeNode>();
  for (const [name, node] of directory.entries) {
    const at = path === '' ? toText(name) : `${path}/${toText(name)}`;
    const include = filter.include?.visit(at, above.include);
    const exclude = filter.exclude?.visit(at, above.exclude);
    const selected = (include?.ignored ?? true) && !(exclude?.ignored ?? false);
    if (node.type !== 'directory') {
      if (selected) entries.set(name, node);
      else changed = true;
      continue;
    }
    const kept = filterEntries(node, at, { include, exclude }, filter, carried);
    if (!selected && kept.entries.size === 0) {
      changed = true;
      continue;
    }
    // A copy of its own, so that the mark is not on another selection's directory.
    const entry = selected ? kept : { ...kept };
    if (!selected) carried.add(entry);
    if (entry !== node) changed = true;
    entries.set(name, entry);
  }
  return changed ? { ...directory, entries } : directory;
}
