/** What an image wastes, put together by who wastes it and how: what a person could do about it. */
import type { InspectedLayer, WastedFile } from '../../worker/protocol.ts';

export interface WasteGroup {
  readonly how: WastedFile['how'];
  /** Index of the layer that stored the bytes, and of the one that hides them. */
  readonly layer: number;
  readonly hiddenBy: number;
  readonly bytes: number;
  readonly files: number;
  /** The bytes are a base image's: nothing that is done here takes them away. */
  readonly base: boolean;
}

/** By who stored the bytes, who hides them and how; the group with most bytes first. */
export function wasteGroups(
  files: readonly WastedFile[],
  layers: readonly InspectedLayer[],
): readonly WasteGroup[] {
  const groups = new Map<string, WasteGroup>();
  for (const { how, layer, hiddenBy, size } of files) {
    const key = `${how} ${layer} ${hiddenBy}`;
    const known = groups.get(key);
    groups.set(key, {
      how,
      layer,
      hiddenBy,
      bytes: (known?.bytes ?? 0) + size,
      files: (known?.files ?? 0) + 1,
      base: layers[layer]?.origin === 'base',
    });
  }
  return [...groups.values()].sort((a, b) => b.bytes - a.bytes);
}

/** 0.98442 → `98.4 %`; never 100 % where something is wasted. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const rounded = percent < 100 && percent >= 99.95 ? 99.9 : percent;
  return `${rounded.toFixed(rounded === 100 || rounded === 0 ? 0 : 1)}\u00a0%`;
}
