/**
 * What a copy read, file by file, small enough to be kept with a cache record, so that the next build can say
 * which files made it copy again, and which only got a new time.
 */
import { toText } from '../../filesystem/byte-string.ts';
import { walk } from '../../filesystem/lookup.ts';
import type { TreeNode } from '../../filesystem/tree.ts';
import type { Digester } from '../../image/digest.ts';
import type { FileDifference } from '../events.ts';
import { contentOf } from './content-key.ts';
import type { SelectedSource, Selection } from './selection.ts';

/** One file or directory as a copy read it. */
export interface ContentEntry {
  /** Path in the context or source stage, without a slash in front. */
  readonly path: string;
  readonly type: TreeNode['type'];
  /** -1 for a directory that a source names itself: its mode and owner are not copied. */
  readonly mode: number;
  readonly owner: string;
  /** Digest of the content, or target of the link; empty for directories. */
  readonly content: string;
  /** Unix seconds; 0 where it doesn't count at all. */
  readonly mtime: number;
}

/** Plain data, sorted by the walk that made it. */
export interface ContentEntries {
  /** The first `maximumEntries`. */
  readonly entries: readonly ContentEntry[];
  readonly total: number;
}

/** More than this are counted, not listed: a record stays below some 5 MB. */
export const maximumEntries = 20_000;
/** Differences that `differences` lists. */
const maximumDifferences = 100;

/** Lists what a selection reads. */
export function contentEntries(
  selection: Selection,
  digester: Digester,
  maximum = maximumEntries,
): ContentEntries {
  const entries: ContentEntry[] = [];
  let total = 0;
  const add = (make: () => ContentEntry): void => {
    total++;
    if (entries.length < maximum) entries.push(make());
  };
  for (const source of selection.sources) {
    const { node } = source;
    add(() => rootEntry(source, digester));
    if (node.type !== 'directory') continue;
    for (const place of walk(node, source.path)) {
      add(() => entryOf(toText(place.path.slice(1)), place.node, digester));
    }
  }
  return { entries, total };
}

function rootEntry({ source, path, node }: SelectedSource, digester: Digester): ContentEntry {
  const shown = source === undefined ? `<<${toText(path.slice(1))}` : toText(path.slice(1));
  const entry = entryOf(shown, node, digester);
  if (source === undefined) return { ...entry, mtime: 0 };
  return node.type === 'directory' ? { ...entry, mode: -1, owner: '', mtime: 0 } : entry;
}

function entryOf(path: string, node: TreeNode, digester: Digester): ContentEntry {
  return {
    path,
    type: node.type,
    mode: node.mode,
    owner: `${node.uid}:${node.gid}`,
    content: node.type === 'directory' ? '' : contentOf(node, digester),
    mtime: Number(node.mtime / 1_000_000_000n),
  };
}

export interface ContentDifferences {
  /** The first 100, in the order of the walk; what is gone comes last. */
  readonly files: readonly FileDifference[];
  readonly total: number;
  /** Paths where nothing but the time is new, at most 100: they don't make a copy run. */
  readonly timesOnly: readonly string[];
}

/** What is not the same in two runs of one copy. Lists that were cut off are compared as far as they go. */
export function differences(before: ContentEntries, after: ContentEntries): ContentDifferences {
  const files: FileDifference[] = [];
  const timesOnly: string[] = [];
  let total = 0;
  const note = (path: string, what: FileDifference['what'], before?: string): void => {
    total++;
    if (files.length >= maximumDifferences) return;
    files.push({ path, what, ...(before === undefined ? {} : { before }) });
  };
  const old = new Map(before.entries.map((entry) => [entry.path, entry]));
  const seen = new Set<string>();
  for (const entry of after.entries) {
    if (seen.has(entry.path)) continue;
    seen.add(entry.path);
    const was = old.get(entry.path);
    const what = was === undefined ? 'added' : whatChanged(was, entry);
    if (what === 'added' && before.total > before.entries.length) continue;
    if (what !== undefined) note(entry.path, what, what === 'content' ? was?.content : undefined);
    else if (was?.mtime !== entry.mtime && timesOnly.length < maximumDifferences) timesOnly.push(entry.path);
  }
  if (after.total > after.entries.length) return { files, total, timesOnly };
  for (const path of old.keys()) if (!seen.has(path)) note(path, 'removed');
  return { files, total, timesOnly };
}

function whatChanged(before: ContentEntry, after: ContentEntry): FileDifference['what'] | undefined {
  if (before.type !== after.type) return 'type';
  if (before.content !== after.content) return after.type === 'symlink' ? 'link target' : 'content';
  if (before.mode !== after.mode) return 'mode';
  return before.owner === after.owner ? undefined : 'owner';
}
