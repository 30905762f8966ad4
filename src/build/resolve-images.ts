/**
 * Finds the images that a build stands on or copies from, before anything is planned: their configs decide what
 * instructions mean, and their ONBUILD triggers may ask for further stages and images.
 */
import type { StageInstruction } from '../dockerfile/instruction.ts';
import type { Dockerfile } from '../dockerfile/parse.ts';
import { DockerfileError } from '../dockerfile/problem.ts';
import type { SourceRange } from '../dockerfile/source.ts';
import type { Stage } from '../dockerfile/stage.ts';
import { type FileSource, fileSources, neededStages, type StageGraph } from '../dockerfile/stage-graph.ts';
import { parseTrigger, triggersOf } from '../dockerfile/trigger.ts';
import type { Tree } from '../filesystem/tree.ts';
import type { Image } from '../image/image.ts';
import { RegistryError } from '../registry/distribution/registry-error.ts';
import { canonicalReference, InvalidReferenceError, parseReference } from '../registry/reference.ts';
import type { BaseImage, BuildOptions, BuildPorts } from './ports.ts';
import { BuildFailure } from './problems.ts';

/** What a name in FROM, `--from` or a mount stands for. */
export type ResolvedImage =
  | { readonly kind: 'image'; readonly base: BaseImage }
  /** A named context of files. */
  | { readonly kind: 'files'; readonly tree: Tree }
  /** It can't be had; the step that needs it fails with this. */
  | { readonly kind: 'unavailable'; readonly error: unknown };

export interface ResolvedImages {
  /** By the name as the author wrote it, variables filled in. */
  readonly images: ReadonlyMap<string, ResolvedImage>;
  /** Indexes of the stages to build. */
  readonly needed: ReadonlySet<number>;
}

/**
 * Resolves the names that these stages need once each, all at the same time. Nothing is thrown for an image: the
 * step that wants it fails.
 */
export async function resolveImages(
  dockerfile: Dockerfile,
  graph: StageGraph,
  targets: readonly Stage[],
  resolve: (name: string) => Promise<ResolvedImage>,
): Promise<ResolvedImages> {
  const { stages } = dockerfile;
  const images = new Map<string, ResolvedImage>();
  const needed = new Set(targets.flatMap((target) => [...neededStages(graph, stages, target)]));
  for (let settled = false; !settled; ) {
    settled = true;
    const missing = [...namesOf(stages, graph, needed, images)].filter((name) => !images.has(name));
    await Promise.all(
      missing.map(async (name) => {
        settled = false;
        images.set(name, await resolve(name));
      }),
    );
    for (const stage of stages.filter(({ index }) => needed.has(index))) {
      for (const source of triggerSources(stage, stages, graph, images)) {
        if (source.kind !== 'stage' || needed.has(source.stage.index)) continue;
        for (const also of neededStages(graph, stages, source.stage)) needed.add(also);
        settled = false;
      }
    }
  }
  return { images, needed };
}

function namesOf(
  stages: readonly Stage[],
  graph: StageGraph,
  needed: ReadonlySet<number>,
  images: ReadonlyMap<string, ResolvedImage>,
): Set<string> {
  const names = new Set<string>();
  for (const stage of stages.filter(({ index }) => needed.has(index))) {
    const base = graph.bases[stage.index];
    if (base?.kind === 'image') names.add(base.name);
    const own = stage.instructions.flatMap((each) => fileSources(each, stages));
    for (const source of [...triggerSources(stage, stages, graph, images), ...own]) {
      if (source.kind === 'image') names.add(source.name);
    }
  }
  // Not an image: nothing, under a name.
  names.delete('scratch');
  return names;
}

/** What the ONBUILD triggers that fire in a stage take files from; those of an image that isn't known are none. */
export function triggerSources(
  stage: Stage,
  stages: readonly Stage[],
  graph: StageGraph,
  images: ReadonlyMap<string, ResolvedImage>,
): readonly FileSource[] {
  return waitingTriggers(stage, graph, images).flatMap((trigger) =>
    ofTrigger(trigger.code, stage.from.range, () => fileSources(trigger, stages)),
  );
}

/** The ONBUILD triggers that fire in a stage. */
export function waitingTriggers(
  stage: Stage,
  { bases }: StageGraph,
  images: ReadonlyMap<string, ResolvedImage>,
): readonly StageInstruction[] {
  const base = bases[stage.index];
  const image = base?.kind === 'image' ? images.get(base.name) : undefined;
  const expressions =
    base?.kind === 'stage'
      ? triggersOf(base.stage)
      : image?.kind === 'image'
        ? (image.base.config.config.OnBuild ?? [])
        : [];
  return parseTriggers(expressions, stage.from.range);
}

/**
 * The instructions that wait in a base. Their own text is no place in the Dockerfile: what is wrong with them is
 * said of `from`, the FROM that brought them.
 * @throws {BuildFailure} for a trigger that is no instruction.
 */
export function parseTriggers(
  expressions: readonly string[],
  from: SourceRange,
): readonly StageInstruction[] {
  return expressions.map((expression) => {
    const instruction = ofTrigger(expression, from, () => parseTrigger(expression));
    if (instruction.kind !== 'FROM' && instruction.kind !== 'ONBUILD') return instruction;
    throw new BuildFailure(
      'trigger-invalid',
      `${instruction.kind} isn't allowed as an ONBUILD trigger`,
      'The base image holds an ONBUILD trigger that no build can run. Use another base, or mend and rebuild it.',
      from,
    );
  });
}

/** Does something with a trigger, and puts its mistakes where FROM is. */
export function ofTrigger<Result>(trigger: string, from: SourceRange, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error;
    const { code, explanation } = error.problem;
    const where = `This is about "ONBUILD ${trigger}", which comes with the base.`;
    throw new BuildFailure(code, error.message, `${where} ${explanation}`, from);
  }
}

/** What could be taken instead: the same program in another version where there is one. */
async function choice(wanted: string, baseImages: BuildPorts['baseImages']): Promise<string> {
  const names = (await baseImages.names?.()) ?? [];
  const program = (name: string): string => name.replace(/^.*\//, '').replace(/[:@].*$/, '');
  const similar = names.filter((name) => program(name) === program(wanted));
  const offered = similar.length > 0 ? similar : names;
  return offered.length === 0
    ? 'Begin FROM scratch.'
    : `Take one of ${offered.join(', ')}, or begin FROM scratch.`;
}

/** An image whose layers are all in the blob store. */
export function loadedBase(
  image: Image,
  {
    notes = [],
    missing = [],
    digest,
    origin = 'imported',
  }: Partial<Pick<BaseImage, 'notes' | 'missing' | 'digest' | 'origin'>> = {},
): BaseImage {
  return {
    config: image.config,
    configDigest: image.configDigest,
    ...(digest === undefined ? {} : { digest }),
    load: async () => ({ image, notes: [] }),
    origin,
    notes,
    missing,
  };
}

function canonicalName(name: string): string {
  return canonicalReference(parseReference(name));
}

/** Looks a name up: among the named contexts, then as an image. */
export async function resolveImage(
  name: string,
  { namedContext, signal }: BuildOptions,
  { baseImages }: Pick<BuildPorts, 'baseImages'>,
): Promise<ResolvedImage> {
  const context = namedContext?.(name);
  if (context?.kind === 'tree') return { kind: 'files', tree: context.tree };
  if (context?.kind === 'image') {
    return { kind: 'image', base: loadedBase(context.image, { notes: context.notes ?? [] }) };
  }
  try {
    const reference = parseReference(name);
    const base = await baseImages.resolve(reference, signal);
    if (base !== undefined) return { kind: 'image', base };
    const full = canonicalReference(reference);
    const error = new BuildFailure(
      'base-image-unavailable',
      `${name}: failed to resolve source metadata for ${full}: ${full}: not found`,
      `There is no image "${name}" here, and registries are not asked. ` +
        `${await choice(name, baseImages)} Or give your own as a named context.`,
    );
    return { kind: 'unavailable', error };
  } catch (error) {
    if (error instanceof RegistryError) {
      // Whoever has no network is not helped by an image that is elsewhere.
      const instead = error.code === 'unreachable' ? ` ${await choice(name, baseImages)}` : '';
      const message = `${name}: failed to resolve source metadata for ${canonicalName(name)}: ${error.message}`;
      return { kind: 'unavailable', error: error.saying(message, `${error.explanation}${instead}`) };
    }
    if (!(error instanceof InvalidReferenceError)) return { kind: 'unavailable', error };
    return { kind: 'unavailable', error: unreadableName(name, error) };
  }
}

/**
 * Also the bases of stages that nothing needs must be names; they are not looked up.
 * @throws {BuildFailure} at the FROM of one that is none.
 */
export function refuseUnreadableBases(
  { stages }: Dockerfile,
  { bases }: StageGraph,
  { namedContext }: BuildOptions,
): void {
  for (const { index, from } of stages) {
    const base = bases[index];
    if (base?.kind !== 'image' || base.name === 'scratch' || namedContext?.(base.name) !== undefined)
      continue;
    try {
      parseReference(base.name);
    } catch (error) {
      if (!(error instanceof InvalidReferenceError)) throw error;
      throw unreadableName(base.name, error, from.range);
    }
  }
}

function unreadableName(name: string, error: InvalidReferenceError, range?: SourceRange): BuildFailure {
  return new BuildFailure(
    'reference-invalid',
    `failed to parse stage name ${JSON.stringify(name)}: ${error.message}`,
    'An image name is lower case: name, name:tag, or host/name:tag. A stage must stand above the line that names it.',
    range,
  );
}
