/**
 * Whether a RUN removes what an earlier layer holds: then the image is no smaller, as a layer only hides what is below
 * it. The layers say so themselves, whatever way the script took to remove it.
 */
import { type ByteString, toText } from '../filesystem/byte-string.ts';
import { diff } from '../filesystem/diff.ts';
import { nodeAt, walk } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { Digest, Digester } from '../image/digest.ts';
import { sizeText } from '../image/size-text.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import { digestOf } from './cache-key.ts';
import { isObject } from './cache-record.ts';
import type { BuildProblem, StepDescription } from './events.ts';
import { layerSteps, type Plan } from './plan.ts';
import type { BuildPorts } from './ports.ts';
import type { StepLayer, StepResult } from './step-result.ts';

/** Bytes: what is less is not worth a word. */
const leastSize = 100_000;

export interface BuiltLayers {
  readonly plan: Plan;
  readonly result: StepResult;
  readonly file: string;
}

/** What is said of each such step, in their order. Only layers that delete something are looked into, and once each. */
export async function removalAdvice(
  { plan, result, file }: BuiltLayers,
  { cache, snapshots }: Pick<BuildPorts, 'cache' | 'snapshots'>,
  digester: Digester,
): Promise<readonly BuildProblem[]> {
  const { layers } = result.files;
  const steps = layerSteps(plan);
  // The steps known are those of the last layers.
  const stepOf = (index: number): StepDescription | undefined =>
    steps[index - layers.length + steps.length]?.description;
  const found: BuildProblem[] = [];
  for (const [index, { kind, layer }] of layers.entries()) {
    const step = stepOf(index);
    if (kind !== 'built' || layer.deleted === 0 || step?.instruction !== 'RUN') continue;
    const chain = layers.slice(0, index + 1).map((each) => each.layer.digest);
    const key = `removals/${digestOf(chain, digester)}`;
    const known = await cache.get(key);
    const removal = isRemoval(known) ? known : await removalIn(chain, snapshots);
    if (removal !== known) await cache.put(key, removal);
    if (removal.size < leastSize) continue;
    found.push(problemOf(removal, step, stepOf(removal.layer), layers[removal.layer], file));
  }
  return found;
}

/** What a layer hides of those below. Plain data, kept in the cache. */
interface Removal {
  readonly version: 1;
  /** Bytes of all files that it removes. */
  readonly size: number;
  /** The largest that is removed, as it is named to remove it: a file or a directory. */
  readonly path: string;
  /** Index of the layer that brought it. */
  readonly layer: number;
}

function isRemoval(value: unknown): value is Removal {
  return (
    isObject(value) &&
    value.version === 1 &&
    typeof value.size === 'number' &&
    typeof value.path === 'string' &&
    typeof value.layer === 'number'
  );
}

async function removalIn(chain: readonly Digest[], snapshots: SnapshotCache): Promise<Removal> {
  const below = chain.length - 1;
  const before = await snapshots.load(chain.slice(0, below));
  let size = 0;
  let largest: { readonly path: ByteString; readonly size: number } = { path: '/', size: 0 };
  for (const change of diff(before, await snapshots.load(chain))) {
    if (change.kind !== 'deleted') continue;
    const bytes = sizeBelow(before, change.path);
    size += bytes;
    if (bytes > largest.size) largest = { path: change.path, size: bytes };
  }
  let layer = below - 1;
  // Without anything to say nobody asks which layer it was.
  if (size >= leastSize) {
    while (layer > 0 && nodeAt(await snapshots.load(chain.slice(0, layer)), largest.path) !== undefined)
      layer--;
  }
  return { version: 1, size, path: toText(largest.path), layer };
}

function sizeBelow(tree: Tree, path: ByteString): number {
  const node = nodeAt(tree, path);
  if (node?.type === 'file') return node.content.length;
  if (node?.type !== 'directory') return 0;
  let size = 0;
  for (const each of walk(node)) if (each.node.type === 'file') size += each.node.content.length;
  return size;
}

function problemOf(
  { path, size }: Removal,
  { range, id }: StepDescription,
  earlier: StepDescription | undefined,
  layer: StepLayer | undefined,
  file: string,
): BuildProblem {
  const where =
    layer?.kind === 'built' && earlier !== undefined
      ? `the layer of line ${earlier.range.start.line}`
      : 'a layer of the base image';
  return {
    code: 'RemovalFreesNothing',
    severity: 'warning',
    message: `Removing ${path} here does not make the image smaller: ${sizeText(size)} stay in the layers below`,
    explanation:
      `It is in ${where} and stays there; this layer only hides it. Remove it in the step that makes it, use it ` +
      'with RUN --mount=type=bind or type=cache, or make it in an earlier stage.',
    file,
    range,
    lines: [{ first: range.start.line, last: range.end.line }],
    step: id,
  };
}
