/** `dry-dock build`: reads the source, runs the engine on it, shows its progress and writes what comes out. */
import { buildImage } from '../build/build.ts';
import type { BuildOutcome } from '../build/ports.ts';
import { bytesText, type Progress } from '../commands/progress.ts';
import { NamedImages } from '../registry/named-images.ts';
import { canonicalReference, parseReference } from '../registry/reference.ts';
import type { BuildOptions } from './arguments.ts';
import { writeFileWhole } from './atomic-file.ts';
import { failureText } from './failure-text.ts';
import type { Host } from './host.ts';
import { metadataText } from './metadata.ts';
import { now, openBuild } from './open-build.ts';
import { writeOutput } from './outputs.ts';
import { push } from './push-command.ts';
import { environmentCredentials } from './push-option.ts';
import type { StoreFolder } from './store-folder.ts';

type Finished = Extract<BuildOutcome, { outcome: 'finished' }>;

/** As a shell reports a program that SIGINT ended. */
export const interrupted = 130;

/**
 * The exit code: 0, 1 for a build that failed, 130 for one that was stopped.
 * @throws what stands in the way before the build begins, and what its outputs could not be written for.
 */
export async function buildCommand(options: BuildOptions, host: Host): Promise<number> {
  const { source, store, snapshots, baseImages, progress, engine } = await openBuild(options, host);
  const { blobs, cache } = store;
  const outcome = await buildImage(engine, {
    blobs,
    snapshots,
    cache,
    baseImages,
    runner: host.runner,
    ...(host.fetchUrl === undefined ? {} : { fetchUrl: host.fetchUrl }),
    now,
    onEvent: (event) => progress.show(event),
  });
  const say = (text: string) => void host.standardError.write(text);
  switch (outcome.outcome) {
    case 'cancelled':
      progress.show({ type: 'end' });
      say('ERROR: failed to build: failed to solve: Canceled: context canceled\n');
      return interrupted;
    case 'failed':
      progress.show({ type: 'end' });
      say(failureText(outcome.problems, { text: source.dockerfile, name: source.dockerfileName }));
      return 1;
    case 'finished':
      await new NamedImages(store.images, blobs).keepBuilt(outcome.image, options.tags);
      await deliver(outcome, options, host, progress, {
        store,
        blobs,
        filesystem: () => snapshots.load(outcome.image.layers.map(({ digest }) => digest)),
      });
      return 0;
  }
}

async function deliver(
  { image, summary }: Finished,
  options: BuildOptions,
  { standardOutput, standardError, environment, signal }: Host,
  progress: Progress,
  {
    store,
    ...ground
  }: Pick<Parameters<typeof writeOutput>[1], 'blobs' | 'filesystem'> & {
    readonly store: StoreFolder;
  },
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
  const credentials = environmentCredentials(environment);
  for (const name of options.pushedNames) {
    const started = now();
    const reference = parseReference(name);
    const { digest } = await push(image, reference, options.registry, { store, credentials, signal });
    progress.show({
      type: 'task',
      name: `pushing ${canonicalReference(reference)}`,
      lines: [`pushing manifest for ${canonicalReference(reference)}@${digest} done`],
      started,
      completed: now(),
    });
  }
  progress.show({ type: 'end' });
  const names = [...new Set([...options.tags, ...options.outputs.flatMap((output) => output.names)])];
  if (options.metadataFile !== undefined) {
    const text = await metadataText(image, names);
    await writeFileWhole(options.metadataFile, [new TextEncoder().encode(text)]);
  }
  if (options.iidFile !== undefined) {
    await writeFileWhole(options.iidFile, [new TextEncoder().encode(image.configDigest)]);
  }
  if (options.progress === 'quiet') {
    // An archive on standard output is the only thing there.
    if (!options.outputs.some(({ dest }) => dest === '-')) standardOutput.write(`${image.configDigest}\n`);
    return;
  }
  if (options.progress === 'rawjson') return;
  standardError.write(`image ${summary.configDigest}, ${bytesText(summary.size)}\n`);
  if (options.outputs.length === 0 && options.pushedNames.length === 0) {
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
