/**
 * Layers by cache key: finds them, and keeps new ones, the blob before the record that names it, so that a record
 * never promises what isn't there.
 */
import { diff } from '../filesystem/diff.ts';
import type { Tree } from '../filesystem/tree.ts';
import { writeLayer } from '../image/layer-writer.ts';
import type { Observed } from '../sandbox/observation.ts';
import { aliasRecord, type BuiltLayer, isObject, layerRecord, parseRecord } from './cache-record.ts';
import type { BuildPorts } from './ports.ts';

export type Found =
  /** `key`: what the layer is really kept under. */
  | { readonly kind: 'found'; readonly key: string; readonly layer: BuiltLayer }
  /** There is a record, but its layer is gone. */
  | { readonly kind: 'lost'; readonly digest: string }
  | { readonly kind: 'unknown' };

/** Characters of an instruction that a list of records shows at most. */
const longestDescription = 500;

type Ports = Pick<BuildPorts, 'blobs' | 'cache' | 'now'>;

export async function findLayer(key: string, { blobs, cache }: Ports): Promise<Found> {
  let at = key;
  let record = parseRecord(await cache.get(at));
  if (record?.kind === 'alias') {
    at = record.key;
    record = parseRecord(await cache.get(at));
  }
  if (record?.kind !== 'layer') return { kind: 'unknown' };
  const { layer } = record;
  if (!(await blobs.has(layer.digest))) return { kind: 'lost', digest: layer.digest };
  cache.used?.(at);
  return { kind: 'found', key: at, layer };
}

/** Writes the difference of two trees as a layer, and puts it into the store. */
export async function storeLayer(
  before: Tree,
  after: Tree,
  rewriteTo: number | undefined,
  { blobs, now }: Pick<Ports, 'blobs' | 'now'>,
): Promise<BuiltLayer> {
  const changes = diff(before, after);
  const counts = { added: 0, modified: 0, deleted: 0, parent: 0 };
  for (const { kind } of changes) counts[kind]++;
  const tar = writeLayer(changes, rewriteTo === undefined ? {} : { sourceDateEpoch: rewriteTo });
  const { digest, size } = await blobs.put(tar);
  return {
    digest,
    size,
    added: counts.added,
    changed: counts.modified,
    deleted: counts.deleted,
    createdAt: Math.max(0, Math.floor(now())),
    ...(rewriteTo === undefined ? {} : { rewrittenTo: rewriteTo }),
  };
}

/** A layer and what its record says of it. */
export interface RecordedLayer {
  readonly layer: BuiltLayer;
  /** `[2/3] RUN make` */
  readonly description: string;
  /** Key of what it stands on. */
  readonly parent?: string;
}

/** Keeps a layer under its key, and under the key that needs no look at the sources. */
export async function recordLayer(
  { layer, description, parent }: RecordedLayer,
  key: string,
  quickKey: string | undefined,
  { cache }: Ports,
): Promise<void> {
  await cache.put(key, layerRecord(layer), {
    blobs: [layer.digest],
    type: 'regular',
    description: description.slice(0, longestDescription),
    ...(parent === undefined ? {} : { parent }),
  });
  await recordAlias(key, quickKey, { cache });
}

export async function recordAlias(
  key: string,
  quickKey: string | undefined,
  { cache }: Pick<Ports, 'cache'>,
): Promise<void> {
  if (quickKey === undefined || quickKey === key) return;
  await cache.put(quickKey, aliasRecord(key), { blobs: [], type: 'regular', description: '', aliasOf: key });
}

/** Keeps what a RUN looked at, beside its layer. */
export async function recordObserved(
  key: string,
  observed: Observed | undefined,
  { cache }: Pick<Ports, 'cache'>,
): Promise<void> {
  if (observed === undefined) return;
  await cache.put(`observed/${key}`, { version: 1, ...observed });
}

/** What the RUN of that key looked at; undefined where it isn't known. */
export async function findObserved(
  key: string,
  { cache }: Pick<Ports, 'cache'>,
): Promise<Observed | undefined> {
  const record = await cache.get(`observed/${key}`);
  if (!isObject(record) || record.version !== 1) return undefined;
  const { names, listed } = record;
  return isTexts(names) && isTexts(listed) ? { names, listed } : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Whether a layer that was made on nothing has been laid over those files before; notes that it was. */
export async function recordMerge(key: string, { cache }: Pick<Ports, 'cache'>): Promise<boolean> {
  const isKnown = await wasMerged(key, { cache });
  if (!isKnown) await cache.put(`merge/${key}`, { version: 1 });
  return isKnown;
}

export async function wasMerged(key: string, { cache }: Pick<Ports, 'cache'>): Promise<boolean> {
  const record = await cache.get(`merge/${key}`);
  return isObject(record) && record.version === 1;
}
