/** The differing files of a comparison as a person asks for them: one kind, some paths, an order. Pure. */
import type { ComparedFile, FileComparison } from '../../worker/protocol.ts';

export type DifferenceKind = 'first' | 'second' | 'changed' | 'times';

export function kindOf({ first, second, differs }: ComparedFile): DifferenceKind {
  if (second === undefined) return 'first';
  if (first === undefined) return 'second';
  return differs.every((aspect) => aspect === 'time') ? 'times' : 'changed';
}

export interface DifferenceChoice {
  readonly kind: DifferenceKind;
  /** Part of the path; small and capital letters are the same. */
  readonly filter: string;
  readonly bySize: boolean;
}

export function chosenFiles(
  { files }: FileComparison,
  { kind, filter, bySize }: DifferenceChoice,
): readonly ComparedFile[] {
  const wanted = filter.toLowerCase();
  const found = files.filter((file) => kindOf(file) === kind && file.path.toLowerCase().includes(wanted));
  return bySize ? found.toSorted((a, b) => weight(b) - weight(a)) : found;
}

/** Bytes that the difference is about. */
function weight({ first = 0, second = 0 }: ComparedFile): number {
  return Math.max(first, second);
}

/** The kind to begin with: the first that has files. */
export function firstKind({ onlyFirst, onlySecond, changed, timesOnly }: FileComparison): DifferenceKind {
  if (onlyFirst.files > 0) return 'first';
  if (onlySecond.files > 0) return 'second';
  return changed.files > 0 || timesOnly === 0 ? 'changed' : 'times';
}
