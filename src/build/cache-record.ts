/**
 * What the cache keeps under a step's key: the layer it made, or the key it is really kept under. Records come
 * from a store that others may have written to, so they are read with care: what doesn't fit counts as missing.
 */
import { type Digest, isDigest } from '../image/digest.ts';
import type { Layer } from '../image/image.ts';
import type { LayerSummary } from './events.ts';

/** A layer as the build made it. */
export interface BuiltLayer extends Layer {
  /** Numbers of paths. */
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  /** Milliseconds since the Unix epoch: `created` of its line in the history. */
  readonly createdAt: number;
  /** Milliseconds that making it took. */
  readonly took?: number;
}

export type CacheRecord =
  | { readonly version: 1; readonly kind: 'layer'; readonly layer: BuiltLayer }
  /** The step's sources were recognised without reading them; `key` says what they hold. */
  | { readonly version: 1; readonly kind: 'alias'; readonly key: string };

export function layerRecord(layer: BuiltLayer): CacheRecord {
  return { version: 1, kind: 'layer', layer };
}

export function aliasRecord(key: string): CacheRecord {
  return { version: 1, kind: 'alias', key };
}

/** Undefined for anything that is no record of this version. */
export function parseRecord(value: unknown): CacheRecord | undefined {
  if (!isObject(value) || value.version !== 1) return undefined;
  if (value.kind === 'alias') {
    return typeof value.key === 'string' ? { version: 1, kind: 'alias', key: value.key } : undefined;
  }
  if (value.kind !== 'layer' || !isObject(value.layer)) return undefined;
  const { digest, size, added, changed, deleted, createdAt, rewrittenTo, took } = value.layer;
  if (!isDigest(digest) || !isCount(size) || !isCount(added) || !isCount(changed) || !isCount(deleted)) {
    return undefined;
  }
  if (!isCount(createdAt) || (rewrittenTo !== undefined && !isCount(rewrittenTo))) return undefined;
  if (took !== undefined && !isCount(took)) return undefined;
  const layer: BuiltLayer = {
    digest: digest as Digest,
    size,
    added,
    changed,
    deleted,
    createdAt,
    ...(rewrittenTo === undefined ? {} : { rewrittenTo }),
    ...(took === undefined ? {} : { took }),
  };
  return { version: 1, kind: 'layer', layer };
}

/** As the image and its manifest know the layer. */
export function plainLayer({ digest, size, rewrittenTo }: BuiltLayer): Layer {
  return { digest, size, ...(rewrittenTo === undefined ? {} : { rewrittenTo }) };
}

export function layerSummary({ digest, size, added, changed, deleted }: BuiltLayer): LayerSummary {
  return { diffId: digest, size, added, changed, deleted };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
