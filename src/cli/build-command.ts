/** `dry-dock build`: reads the source, runs the engine on it, shows its progress and writes what comes out. */
import { buildImage } from '../build/build.ts';
import type { BuildOutcome } from '../build/ports.ts';
import { walk } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import { SnapshotCache } from '../image/snapshot.ts';
import type { BuildOptions } from './arguments.ts';
import { writeFileWhole } from './atomic-file.ts';
import { type BuildSource, loadSource } from './build-source.ts';
import { failureText } from './failure-text.ts';
import type { Host } from './host.ts';
import { metadataText } from './metadata.ts';
import { openNamedContexts } from './named-contexts.ts';
import { openBaseImages } from './open-registry.ts';
import { writeOutput } from './outputs.ts';
import { bytesText, type Progress, silence } from './progress.ts';
import { PlainProgress } from './progress-plain.ts';
import { RawJsonProgress } from './progress-rawjson.ts';
import { readSecrets } from './secrets.ts';
import { defaultStoreFolder, openStoreFolder } from './store-folder.ts';

type Finished = Extract<BuildOutcome, { outcome: 'finished' }>;

/** As a shell reports a program that SIGINT ended. */
export const interrupted = 130;

/**
 * The exit code: 0, 1 for a build that failed, 130 for one that was stopped.
 * @throws what stands in the way before the build begins, and what its outputs could not be written for.
 */
export async function buildCommand(options: BuildOptions, host: Host): Promise<number> {
  const say = (text: string) => void host.standardError.write(text);
  const progress = progressFor(options, say);
  const source = await loadShown(options, host, progress);
  const store = await openStoreFolder(options.cacheDirectory ?? defaultStoreFolder(host.environment));
  const { blobs, cache } = store;
  const snapshots = new SnapshotCache(blobs);
  const baseImages = openBaseImages(options.registry, store, host);
  const rewriteTimestamps = options.outputs.some((output) => output.rewriteTimestamp);
  const { sourceDateEpoch } = options;
  if (rewriteTimestamps && sourceDateEpoch === undefined) {
    say('WARNING: rewrite-timestamp does nothing without SOURCE_DATE_EPOCH in the environment.\n');
  }
  const outcome = await buildImage(
    {
      dockerfile: source.dockerfile,
      dockerfileName: source.dockerfileName,
      context: source.context,
      ...(source.ignore === undefined ? {} : { ignore: source.ignore }),
      namedContext: await openNamedContexts(options.namedContexts, {
        blobs,
        baseImages,
        signal: host.signal,
      }),
      ...(options.target === undefined ? {} : { target: options.target }),
      buildArgs: options.buildArgs,
      secrets: await readSecrets(options.secrets, host.environment),
      noCache: options.noCache,
      tags: options.tags,
      ...(sourceDateEpoch === undefined ? {} : { sourceDateEpoch }),
      rewriteTimestamps,
      signal: host.signal,
    },
    {
      blobs,
      snapshots,
      cache,
      baseImages,
      runner: host.runner,
      ...(host.fetchUrl === undefined ? {} : { fetchUrl: host.fetchUrl }),
      now,
      onEvent: (event) => progress.show(event),
    },
  );
  switch (outcome.outcome) {
    case 'cancelled':
      say('ERROR: failed to build: failed to solve: Canceled: context canceled\n');
      return interrupted;
    case 'failed':
      say(failureText(outcome.problems, { text: source.dockerfile, name: source.dockerfileName }));
      return 1;
    case 'finished':
      await deliver(outcome, options, host, progress, {
        blobs,
        filesystem: () => snapshots.load(outcome.image.layers.map(({ digest }) => digest)),
      });
      return 0;
  }
}

function progressFor({ progress }: BuildOptions, say: (text: string) => void): Progress {
  if (progress === 'quiet') return silence;
  return progress === 'rawjson' ? new RawJsonProgress(say) : new PlainProgress(say);
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
  task('load build context', 'context', contentSize(source.context));
  return source;
}

function contentSize({ root }: Tree): number {
  let size = 0;
  for (const { node } of walk(root)) if (node.type === 'file') size += node.content.length;
  return size;
}

async function deliver(
  { image, summary }: Finished,
  options: BuildOptions,
  { standardOutput, standardError }: Host,
  progress: Progress,
  ground: Pick<Parameters<typeof writeOutput>[1], 'blobs' | 'filesystem'>,
): Promise<void> {
  for (const output of options.outputs) {
    const started = now();
    const notes = await writeOutput(output, { image, names: options.tags, ...ground }, standardOutput);
    progress.show({
      type: 'task',
      name: outputName(output.type),
      lines: output.dest === '-' ? [] : [`writing ${output.dest} done`],
      started,
      completed: now(),
    });
    for (const note of notes) standardError.write(`WARNING: ${note}\n`);
  }
  const names = [...new Set([...options.tags, ...options.outputs.flatMap((output) => output.names)])];
  if (options.metadataFile !== undefined) {
    const text = await metadataText(image, names);
    await writeFileWhole(options.metadataFile, [new TextEncoder().encode(text)]);
  }
  if (options.progress === 'quiet') {
    // An archive on standard output is the only thing there.
    if (!options.outputs.some(({ dest }) => dest === '-')) standardOutput.write(`${image.configDigest}\n`);
    return;
  }
  if (options.progress === 'rawjson') return;
  standardError.write(`image ${summary.configDigest}, ${bytesText(summary.size)}\n`);
  if (options.outputs.length === 0) {
    standardError.write(
      'WARNING: No output specified. The result is only in the build cache. To load it into Docker: ' +
        '--output type=docker,dest=image.tar, then docker load -i image.tar\n',
    );
  }
}

function outputName(type: BuildOptions['outputs'][number]['type']): string {
  switch (type) {
    case 'oci':
      return 'exporting to oci image format';
    case 'docker':
      return 'exporting to docker image format';
    case 'tar':
      return 'exporting to client tarball';
    case 'local':
      return 'exporting to client directory';
  }
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
