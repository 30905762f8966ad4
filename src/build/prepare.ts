/**
 * What comes before anything is run, and all that `docker build --check` does: reads the Dockerfile, resolves the
 * images, plans, and warns. Where an error ends it, only that is warned of which BuildKit had read by then.
 */
import { type CheckResult, checkDockerfile, type Reached } from '../dockerfile/checks/check.ts';
import { type Dockerfile, parseDockerfile } from '../dockerfile/parse.ts';
import type { Platform } from '../dockerfile/platform.ts';
import { DockerfileError, linesOf, type Problem } from '../dockerfile/problem.ts';
import { platformArgs, Scope } from '../dockerfile/scope.ts';
import type { Stage } from '../dockerfile/stage.ts';
import { findTarget, type StageGraph, stageGraph } from '../dockerfile/stage-graph.ts';
import type { ImageConfig } from '../image/image-config.ts';
import type { BuildProblem } from './events.ts';
import { makePlan, type Plan } from './plan.ts';
import type { BuildOptions, BuildPorts } from './ports.ts';
import { BuildFailure, dockerfileProblem, problemOf } from './problems.ts';
import { type ResolvedImages, refuseUnreadableBases, resolveImage, resolveImages } from './resolve-images.ts';
import { buildPlatform } from './stage-state.ts';

/** The build is over before it could be planned. */
export class Refused extends Error {
  readonly error: BuildProblem;
  readonly warnings: readonly BuildProblem[];

  constructor(error: BuildProblem, warnings: readonly BuildProblem[]) {
    super('refused');
    this.error = error;
    this.warnings = warnings;
  }
}

export interface Prepared {
  /** With the stages whose place named contexts take. */
  readonly dockerfile: Dockerfile;
  readonly graph: StageGraph;
  readonly target: Stage;
  readonly plan: Plan;
  readonly resolved: ResolvedImages;
  readonly warnings: readonly BuildProblem[];
  /** Those that BuildKit had told when something ended it there. */
  readonly warningsAt: (reached: Reached) => readonly BuildProblem[];
}

type Ports = Pick<BuildPorts, 'baseImages'>;

/**
 * `scope`: what the target needs, or, without a target, all stages, as `--check` has it.
 * @throws {Refused} for what a person can mend.
 */
export async function prepareBuild(
  options: BuildOptions,
  ports: Ports,
  file: string,
  scope: 'target' | 'all stages' = 'target',
): Promise<Prepared> {
  const parsed = parseDockerfile(options.dockerfile);
  const dockerfile = withReplacedStages(parsed, options);
  const check = (reached?: Reached, resolved?: ResolvedImages): CheckResult =>
    runChecks(dockerfile, options, reached, resolved);
  const told = (warnings: readonly Problem[]) => warnings.map((each) => dockerfileProblem(each, file));
  const refuse = (error: unknown, reached: Reached, resolved?: ResolvedImages): unknown => {
    const problem = refusal(error, dockerfile, file);
    return problem === undefined ? error : new Refused(problem, told(check(reached, resolved).warnings));
  };

  const { error: badSettings } = check({ phase: 'lines', offset: -1 });
  if (badSettings) throw new Refused(dockerfileProblem(badSettings, file), []);
  const { firstError } = parsed;
  if (firstError) {
    const reached = parsed.linesAreRead
      ? ({ phase: 'instructions', offset: firstError.range.start.offset } as const)
      : ({ phase: 'lines', offset: -1 } as const);
    throw new Refused(dockerfileProblem(firstError, file), told(check(reached).warnings));
  }
  const globals = globalScope(dockerfile, options);
  const { graph, target } = connected(dockerfile, globals, options, refuse);
  const isWhole = scope === 'all stages' && (options.target ?? '') === '';
  const targets = isWhole ? dockerfile.stages : [target];
  const resolving = async (): Promise<ResolvedImages> => {
    refuseUnreadableBases(dockerfile, graph, options);
    return resolveImages(dockerfile, graph, targets, (name) => resolveImage(name, options, ports));
  };
  const resolved = await resolving().catch((error: unknown) => {
    // A stage that takes from a later one; BuildKit finds it when it comes to that step.
    throw refuse(error, { phase: 'steps', ...offsetOf(error) }, { images: new Map(), needed: new Set() });
  });
  let plan: Plan;
  try {
    plan = makePlan({
      dockerfile,
      graph,
      target,
      buildArgs: options.buildArgs ?? new Map<string, string>(),
      globals,
      resolved,
    });
  } catch (error) {
    throw refuse(error, { phase: 'steps', ...offsetOf(error) }, resolved);
  }
  const { warnings, error } = check(undefined, resolved);
  if (error) throw new Refused(dockerfileProblem(error, file), told(warnings));
  const warningsAt = (reached: Reached) => told(check(reached, resolved).warnings);
  return { dockerfile, graph, target, plan, resolved, warnings: told(warnings), warningsAt };
}

function connected(
  dockerfile: Dockerfile,
  globals: Scope,
  options: BuildOptions,
  refuse: (error: unknown, reached: Reached) => unknown,
): { readonly graph: StageGraph; readonly target: Stage } {
  try {
    const graph = stageGraph(dockerfile, globals);
    return { graph, target: findTarget(dockerfile, options.target) };
  } catch (error) {
    // FROM lines are looked at one after another; what stages take from each other after all of them.
    const isInFrom = dockerfile.stages.some(({ from }) => {
      const offset = offsetOf(error).offset ?? -1;
      return from.range.start.offset <= offset && offset < from.range.end.offset;
    });
    throw refuse(error, { phase: 'from', ...(isInFrom ? offsetOf(error) : {}) });
  }
}

function runChecks(
  dockerfile: Dockerfile,
  { buildArgs, target, ignore, namedContext }: BuildOptions,
  reached: Reached | undefined,
  resolved: ResolvedImages | undefined,
): CheckResult {
  return checkDockerfile(dockerfile, {
    buildArgs: buildArgs ?? new Map(),
    stages: resolved?.needed ?? new Set(),
    targetStage: targetName(dockerfile, target),
    baseImage: (name) => {
      const found = resolved?.images.get(name);
      if (found?.kind !== 'image') return undefined;
      const { config } = found.base.config;
      return {
        env: config.Env ?? [],
        hasShell: (config.Shell ?? []).length > 0,
        onbuild: config.OnBuild ?? [],
        // BuildKit takes a named context for any platform.
        ...(namedContext?.(name) === undefined ? { platform: platformOf(found.base.config) } : {}),
      };
    },
    ...(ignore === undefined ? {} : { ignore }),
    ...(reached === undefined ? {} : { reached }),
  });
}

function platformOf({ os, architecture, variant }: ImageConfig): Platform {
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

/** A named context of a stage's name takes the place of all that the stage does. */
function withReplacedStages(dockerfile: Dockerfile, { namedContext }: BuildOptions): Dockerfile {
  if (namedContext === undefined) return dockerfile;
  const stages = dockerfile.stages.map((stage) => {
    const { name, from } = stage;
    if (name === undefined || namedContext(name) === undefined) return stage;
    return { ...stage, from: { ...from, base: { ...from.base, text: name } }, instructions: [] };
  });
  return { ...dockerfile, stages };
}

/** TARGETSTAGE: as it was asked for, else the last stage's name in lower case. */
function targetName({ stages }: Dockerfile, target: string | undefined): string {
  return target || (stages.at(-1)?.name ?? 'default');
}

/** What FROM lines see: the platform's ARGs and those above the first FROM. */
function globalScope(dockerfile: Dockerfile, options: BuildOptions): Scope {
  const globals = new Scope(dockerfile.escape, platformVariables(dockerfile, options));
  for (const arg of dockerfile.metaArgs) globals.declare(arg, options.buildArgs ?? new Map());
  return globals;
}

/** The platform's ARGs; a build arg of such a name takes its place. */
export function platformVariables(
  dockerfile: Dockerfile,
  { buildArgs, target }: BuildOptions,
): readonly (readonly [string, string])[] {
  return platformArgs(buildPlatform, buildPlatform, targetName(dockerfile, target)).map(
    ([name, value]) => [name, buildArgs?.get(name) ?? value] as const,
  );
}

/** Undefined for what is not the author's. */
function refusal(error: unknown, dockerfile: Dockerfile, file: string): BuildProblem | undefined {
  if (!(error instanceof DockerfileError || error instanceof BuildFailure)) return undefined;
  const problem =
    error instanceof DockerfileError ? dockerfileProblem(error.problem, file) : problemOf(error, { file });
  const isPlaced = error instanceof BuildFailure || error.problem.lines !== undefined;
  const offset = problem.range?.start.offset;
  if ((problem.lines?.length ?? 0) > 1) return problem;
  if (!isPlaced || offset === undefined) return problem;
  const around = dockerfile.instructions.find(
    ({ range }) => range.start.offset <= offset && offset < range.end.offset,
  );
  return around === undefined ? problem : { ...problem, lines: linesOf(around.range) };
}

function offsetOf(error: unknown): Pick<Reached, 'offset'> {
  const range =
    error instanceof DockerfileError
      ? error.problem.range
      : error instanceof BuildFailure
        ? error.range
        : undefined;
  return range === undefined ? {} : { offset: range.start.offset };
}
