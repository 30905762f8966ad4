/** Runs one build of a project: the request as the page makes it, to the build engine's own. */
import { buildImage } from '../build/build.ts';
import type { FetchUrl } from '../build/download.ts';
import type { BuildEvent, BuildProblem } from '../build/events.ts';
import { type KeepImage, keepingBaseImages } from '../build/keep-images.ts';
import type { BaseImage, BaseImages, BuildOptions } from '../build/ports.ts';
import { dockerfileProblem } from '../build/problems.ts';
import { DockerfileError } from '../dockerfile/problem.ts';
import { marshalImageConfig } from '../image/image-config.ts';
import type { SnapshotCache } from '../image/snapshot.ts';
import type { BundledImages } from '../registry/bundled.ts';
import { ProxyTemplateError } from '../registry/distribution/proxy-template.ts';
import { familiarReference, InvalidReferenceError, parseReference } from '../registry/reference.ts';
import type { CommandRunner } from '../sandbox/run-request.ts';
import type { Store } from '../store/store.ts';
import { missingDockerfile } from './check-dockerfile.ts';
import type { FinishedImage } from './image-inspection.ts';
import type { FinishedStep } from './messages.ts';
import { notingBaseImages } from './noted-base-images.ts';
import { ignorePath, type ProjectSource, projectSource } from './project-source.ts';
import type { BuildOutcome, BuildRequest } from './protocol.ts';
import type { RegistryAccess } from './registry-access.ts';

/** What a build works with, and whom it tells. */
export interface BuildEnvironment {
  readonly store: Store;
  readonly snapshots: SnapshotCache;
  readonly images: BundledImages;
  readonly registry: RegistryAccess;
  /** Is told which image each name of a base was found to be. */
  readonly known: Map<string, BaseImage>;
  /** The sandbox; made at the first command, when it was not before. */
  readonly runner: CommandRunner;
  /** Aborted when the build is to stop. */
  readonly signal: AbortSignal;
  readonly onEvents: (events: readonly BuildEvent[]) => void;
  /** Told of each step whose layer and cache record are written. */
  readonly onFinished: (step: FinishedStep) => void;
}

export interface BuildResult {
  readonly outcome: BuildOutcome;
  /** The image of a finished build. */
  readonly built?: FinishedImage;
}

export type RunBuild = (request: BuildRequest, environment: BuildEnvironment) => Promise<BuildResult>;

const epochName = 'SOURCE_DATE_EPOCH';

export async function runBuild(request: BuildRequest, environment: BuildEnvironment): Promise<BuildResult> {
  const { entries, dockerfile = 'Dockerfile', tag } = request;
  const { store, snapshots, images, registry, runner, signal, onEvents, onFinished } = environment;
  const refuse = (problem: BuildProblem): BuildResult => {
    onEvents([{ type: 'build-failed', time: Date.now(), problems: [problem] }]);
    return { outcome: { outcome: 'failed', problems: [problem] } };
  };
  let source: ProjectSource;
  try {
    source = projectSource(entries, dockerfile);
  } catch (error) {
    if (error instanceof DockerfileError)
      return refuse(dockerfileProblem(error.problem, ignorePath(entries, dockerfile)));
    throw error;
  }
  if (source.dockerfile === undefined) return refuse(missingDockerfile(dockerfile));
  const nameProblem = tag === undefined ? undefined : wrongName(tag);
  if (nameProblem !== undefined) return refuse(nameProblem);
  const keep: KeepImage = ({ configDigest: id, configBytes: config, layers }, facts) =>
    store.images.keep({ id, config, layers, ...facts });
  let baseImages: BaseImages;
  let fetchUrl: FetchUrl;
  try {
    fetchUrl = registry.downloads(request.registry ?? {});
    const offered = registry.baseImages(request.registry ?? {}, images, environment);
    baseImages = notingBaseImages(keepingBaseImages(offered, keep), environment.known);
  } catch (error) {
    if (error instanceof ProxyTemplateError) return refuse(wrongProxy(error));
    throw error;
  }
  const names = tag === undefined ? [] : [tag];
  const outcome = await buildImage(
    { ...buildOptions(request, source.dockerfile, source), tags: names, signal },
    {
      blobs: store.blobs,
      snapshots,
      cache: store.collection('build-cache'),
      baseImages,
      runner,
      fetchUrl,
      now: () => performance.timeOrigin + performance.now(),
      onEvent: (event) => onEvents([event]),
      onStepReady: ({ id, config, layers, inherited }) =>
        onFinished({ id, config: marshalImageConfig(config), layers, inherited }),
    },
  );
  if (outcome.outcome !== 'finished') return { outcome };
  const { image, summary } = outcome;
  await keep(image, { names: names.map((name) => familiarReference(parseReference(name))), origin: 'built' });
  return { outcome: { outcome: 'finished', image: summary }, built: { image, names, time: Date.now() } };
}

/** What is asked for, as the build engine takes it. */
export function buildOptions(
  request: BuildRequest,
  dockerfile: string,
  { context, ignore }: Pick<ProjectSource, 'context' | 'ignore'>,
): BuildOptions {
  const { dockerfile: dockerfileName = 'Dockerfile', target, noCache, buildArgs = {} } = request;
  const epoch = request.sourceDateEpoch ?? parseEpoch(buildArgs[epochName]);
  return {
    dockerfile,
    dockerfileName,
    context,
    ...(ignore === undefined ? {} : { ignore }),
    ...(target === undefined ? {} : { target }),
    buildArgs: new Map(Object.entries(buildArgs)),
    ...(noCache === undefined ? {} : { noCache }),
    // Who asks for a fixed time here wants the same image again: there is no output whose layers could differ.
    ...(epoch === undefined ? {} : { sourceDateEpoch: epoch, rewriteTimestamps: true }),
  };
}

/** As buildx reads it: a build argument of that name. Anything but seconds is an argument like any other. */
function parseEpoch(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

function wrongProxy({ message }: ProxyTemplateError): BuildProblem {
  const explanation = 'Change the address of the registry proxy in the settings, or leave it empty.';
  return { code: 'registry-proxy', severity: 'error', message, explanation };
}

function wrongName(name: string): BuildProblem | undefined {
  try {
    const { digest } = parseReference(name);
    if (digest === undefined) return undefined;
  } catch (error) {
    if (!(error instanceof InvalidReferenceError)) throw error;
  }
  return {
    code: 'invalid-tag',
    severity: 'error',
    message: `invalid tag "${name}": invalid reference format`,
    explanation: 'A name is like app, app:1.2 or team/app:1.2, in small letters. Change it in the options.',
  };
}
