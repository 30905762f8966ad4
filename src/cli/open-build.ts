/** What building and checking have in common: the source, the store, the images, and how progress is shown. */
import type { BuildProblem } from '../build/events.ts';
import type { BaseImages, BuildOptions as EngineOptions } from '../build/ports.ts';
import { bytesText, type Progress, silence } from '../commands/progress.ts';
import { PlainProgress } from '../commands/progress-plain.ts';
import { ruleOf } from '../dockerfile/checks/rules.ts';
import { sourceExcerpt } from '../dockerfile/excerpt.ts';
import { walk } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import { SnapshotCache } from '../image/snapshot.ts';
import { canonicalReference } from '../registry/reference.ts';
import type { BuildOptions } from './arguments.ts';
import { type BuildSource, loadSource } from './build-source.ts';
import type { Host } from './host.ts';
import { openNamedContexts } from './named-contexts.ts';
import { openBaseImages } from './open-registry.ts';
import { RawJsonProgress, type RawSource } from './progress-rawjson.ts';
import { readSecrets } from './secrets.ts';
import { defaultStoreFolder, openStoreFolder, type StoreFolder } from './store-folder.ts';

export interface OpenedBuild {
  readonly source: BuildSource;
  readonly store: StoreFolder;
  readonly snapshots: SnapshotCache;
  readonly baseImages: BaseImages;
  readonly progress: Progress;
  /** For the engine. */
  readonly engine: EngineOptions;
}

/** @throws what stands in the way before the build begins. */
export async function openBuild(options: BuildOptions, host: Host): Promise<OpenedBuild> {
  const say = (text: string) => void host.standardError.write(text);
  let source: BuildSource | undefined;
  const expand = (warning: BuildProblem) => (source === undefined ? '' : expandedWarning(warning, source));
  const raw = () => source && { name: source.dockerfileName, text: source.dockerfile };
  const progress = progressFor(options, say, expand, raw);
  source = await loadShown(options, host, progress);
  const store = await openStoreFolder(options.cacheDirectory ?? defaultStoreFolder(host.environment));
  const snapshots = new SnapshotCache(store.blobs);
  const baseImages = shownImages(openBaseImages(options.registry, store, snapshots, host), progress);
  const { sourceDateEpoch } = options;
  const rewriteTimestamps = options.outputs.some((output) => output.rewriteTimestamp);
  if (rewriteTimestamps && sourceDateEpoch === undefined) {
    say('WARNING: rewrite-timestamp does nothing without SOURCE_DATE_EPOCH in the environment.\n');
  }
  const engine = {
    dockerfile: source.dockerfile,
    dockerfileName: source.dockerfileName,
    context: source.context,
    ...(source.ignore === undefined ? {} : { ignore: source.ignore }),
    namedContext: await openNamedContexts(options.namedContexts, {
      blobs: store.blobs,
      baseImages,
      signal: host.signal,
    }),
    ...(options.target === undefined ? {} : { target: options.target }),
    buildArgs: options.buildArgs,
    secrets: await readSecrets(options.secrets, host.environment),
    noCache: options.noCache,
    noCacheStages: options.noCacheFilter,
    labels: options.labels,
    tags: options.tags,
    ...(sourceDateEpoch === undefined ? {} : { sourceDateEpoch }),
    rewriteTimestamps,
    signal: host.signal,
  };
  return { source, store, snapshots, baseImages, progress, engine };
}

function progressFor(
  { progress, debug }: BuildOptions,
  say: (text: string) => void,
  expand: (warning: BuildProblem) => string,
  source: () => RawSource | undefined,
): Progress {
  if (progress === 'quiet') return silence;
  return progress === 'rawjson'
    ? new RawJsonProgress(say, source)
    : new PlainProgress(say, debug ? expand : undefined);
}

/** What `--debug` prints below a warning, as buildx does; our explanation comes last. */
function expandedWarning({ code, explanation, lines }: BuildProblem, source: BuildSource): string {
  const rule = ruleOf(code);
  const page = rule?.docs === undefined ? '' : `More info: ${rule.docs}\n`;
  const general = rule === undefined ? '' : `${rule.description}\n${page}`;
  const { dockerfile, dockerfileName } = source;
  const excerpt = lines === undefined ? '' : sourceExcerpt(dockerfile, dockerfileName, lines);
  return `${general}${excerpt}${explanation}\n\n`;
}

async function loadShown(
  { context, file }: BuildOptions,
  { readStandardInput, signal }: Host,
  progress: Progress,
): Promise<BuildSource> {
  const started = now();
  const source = await loadSource({
    context,
    ...(file === undefined ? {} : { file }),
    readStandardInput,
    signal,
  });
  const completed = now();
  const task = (name: string, what: string, size: number) =>
    progress.show({
      type: 'task',
      name: `[internal] ${name}`,
      lines: [`transferring ${what}: ${bytesText(size)} done`],
      started,
      completed,
    });
  task(
    `load build definition from ${source.dockerfileName}`,
    'dockerfile',
    Buffer.byteLength(source.dockerfile),
  );
  task('load .dockerignore', 'context', source.ignoreSize);
  task('load build context', 'context', contentSize(source.context));
  return source;
}

/** Tells of each image that is looked for, as BuildKit does. */
function shownImages(baseImages: BaseImages, progress: Progress): BaseImages {
  return {
    ...(baseImages.names === undefined ? {} : { names: () => baseImages.names?.() ?? Promise.resolve([]) }),
    resolve: async (reference, signal) => {
      const started = now();
      const name = `[internal] load metadata for ${canonicalReference(reference)}`;
      const tell = (error?: string) =>
        progress.show({
          type: 'task',
          name,
          lines: [],
          started,
          completed: now(),
          ...(error === undefined ? {} : { error }),
        });
      try {
        const found = await baseImages.resolve(reference, signal);
        tell(found === undefined ? `${canonicalReference(reference)}: not found` : undefined);
        return found;
      } catch (error) {
        tell(error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
  };
}

function contentSize({ root }: Tree): number {
  let size = 0;
  for (const { node } of walk(root)) if (node.type === 'file') size += node.content.length;
  return size;
}

/** Milliseconds since the Unix epoch. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
