/**
 * The image at the end of a build: config with history and times, layers, and the summary that people see. Times
 * are BuildKit's (exporter/containerimage/writer.go): a rebuild from the cache gives the very same image.
 */
import { diff } from '../filesystem/diff.ts';
import type { Digester } from '../image/digest.ts';
import { type Image, makeImage, makeManifest } from '../image/image.ts';
import type { HistoryEntry, ImageConfig } from '../image/image-config.ts';
import { digestOf } from './cache-key.ts';
import { isObject, layerSummary, plainLayer } from './cache-record.ts';
import type { ImageSummary, LayerSummary } from './events.ts';
import type { BuildPorts } from './ports.ts';
import type { StageState } from './stage-state.ts';
import type { StepLayer } from './step-result.ts';

type Stage = Pick<StageState, 'platform' | 'author'>;

/** A config as it is after some step; entries of this build have no times yet. */
export function stepConfig(
  { platform, author }: Stage,
  config: ImageConfig['config'],
  history: readonly HistoryEntry[],
  layers: readonly StepLayer[],
): ImageConfig {
  return {
    ...platform,
    ...(author === undefined ? {} : { author }),
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ layer }) => layer.digest) },
    history,
  };
}

/**
 * History with one line for each layer, as BuildKit mends it where stages wrote over one another's lines (see
 * `GoSlice`). `labels`: the names of the steps that made the last layers, as many as are known.
 */
export function accountForLayers(
  history: readonly HistoryEntry[],
  layers: number,
  labels: readonly string[],
): readonly HistoryEntry[] {
  let count = 0;
  const mended = history.map((entry) => {
    if (entry.empty_layer) return entry;
    return ++count > layers ? { ...entry, empty_layer: true } : entry;
  });
  const missing = labels.slice(labels.length - Math.max(0, layers - count));
  return [
    ...mended,
    ...missing.map((label) => ({ created_by: label, comment: 'buildkit.exporter.image.v0' })),
  ];
}

/** The config with all times set. `epoch`: SOURCE_DATE_EPOCH; `now`: milliseconds since the Unix epoch. */
export function datedConfig(
  config: ImageConfig,
  layers: readonly StepLayer[],
  epoch: number | undefined,
  now: number,
): ImageConfig {
  const history = datedHistory(config.history, layers, epoch, now);
  const created =
    epoch === undefined ? (history.at(-1)?.created ?? formatTime(now)) : formatTime(epoch * 1000);
  return { ...config, created, history };
}

function datedHistory(
  entries: readonly HistoryEntry[],
  layers: readonly StepLayer[],
  epoch: number | undefined,
  now: number,
): readonly HistoryEntry[] {
  if (epoch !== undefined) {
    const limit = formatTime(epoch * 1000);
    return entries.map((entry) => ({
      ...entry,
      created:
        entry.created !== undefined && Date.parse(entry.created) <= epoch * 1000 ? entry.created : limit,
    }));
  }
  let at = 0;
  const withLayers = entries.map((entry) => {
    if (entry.empty_layer) return entry;
    const layer = layers[at++];
    if (entry.created !== undefined || layer?.kind !== 'built') return entry;
    return { ...entry, created: formatTime(layer.layer.createdAt) };
  });
  // What only changed the config is as old as the first new layer, or as the layer before it.
  const firstNew = withLayers.slice(withLayers.findIndex(({ created }) => created === undefined));
  let created =
    firstNew.find((entry) => entry.created !== undefined)?.created ??
    withLayers.findLast((entry) => entry.created !== undefined)?.created ??
    formatTime(now);
  let sawNew = false;
  return withLayers.map((entry) => {
    if (entry.created === undefined) sawNew = true;
    else if (sawNew) created = entry.created;
    return entry.created === undefined ? { ...entry, created } : entry;
  });
}

/** Go's RFC3339Nano in UTC: no fraction where there is none, no zeros at its end. */
function formatTime(milliseconds: number): string {
  const bounded = Math.min(Math.max(milliseconds, 0), 253402300799999);
  const text = new Date(Math.floor(bounded)).toISOString();
  return text.replace(/\.?0*Z$/, 'Z');
}

export interface BuiltImage {
  readonly image: Image;
  readonly summary: ImageSummary;
}

export async function builtImage(
  config: ImageConfig,
  layers: readonly StepLayer[],
  tags: readonly string[],
  ports: BuildPorts,
  digester: Digester,
): Promise<BuiltImage> {
  const plain = layers.map(({ kind, layer }) => (kind === 'built' ? plainLayer(layer) : layer));
  const image = await makeImage(config, plain);
  const { digest } = await makeManifest(image);
  const summary: ImageSummary = {
    manifestDigest: digest,
    configDigest: image.configDigest,
    size: plain.reduce((sum, { size }) => sum + size, 0),
    layers: await layerSummaries(layers, ports, digester),
    tags,
  };
  return { image, summary };
}

/** Counts of base layers are found once, by unpacking them, and remembered. */
async function layerSummaries(
  layers: readonly StepLayer[],
  { cache, snapshots }: BuildPorts,
  digester: Digester,
): Promise<readonly LayerSummary[]> {
  const digests = layers.map(({ layer }) => layer.digest);
  return Promise.all(
    layers.map(async (each, index) => {
      if (each.kind === 'built') return layerSummary(each.layer);
      const { digest, size } = each.layer;
      const chain = digests.slice(0, index + 1);
      const key = `counts/${digestOf(chain, digester)}`;
      const known = await cache.get(key);
      if (isObject(known) && known.version === 1) {
        const { added, changed, deleted } = known;
        if (typeof added === 'number' && typeof changed === 'number' && typeof deleted === 'number') {
          return { diffId: digest, size, added, changed, deleted };
        }
      }
      const counts = { added: 0, modified: 0, deleted: 0, parent: 0 };
      const before = await snapshots.load(digests.slice(0, index));
      for (const { kind } of diff(before, await snapshots.load(chain))) counts[kind]++;
      const { added, modified: changed, deleted } = counts;
      await cache.put(key, { version: 1, added, changed, deleted });
      return { diffId: digest, size, added, changed, deleted };
    }),
  );
}
