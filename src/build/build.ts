/**
 * `buildImage`: from a Dockerfile and a context to an image. Reads the text, resolves the images, plans, solves,
 * and tells all of it as events. Nothing is thrown for what a person can mend: that is the outcome.
 */
import { checkDockerfile } from '../dockerfile/checks/check.ts';
import { type Dockerfile, parseDockerfile } from '../dockerfile/parse.ts';
import { DockerfileError } from '../dockerfile/problem.ts';
import { platformArgs, Scope } from '../dockerfile/scope.ts';
import { findTarget, stageGraph } from '../dockerfile/stage-graph.ts';
import { loadDigester } from '../image/digest.ts';
import type { BuildEvent, BuildProblem } from './events.ts';
import { builtImage, datedConfig, stepConfig } from './image-result.ts';
import { makePlan, type Plan } from './plan.ts';
import type { BuildOptions, BuildOutcome, BuildPorts } from './ports.ts';
import { BuildFailure, dockerfileProblem, problemOf } from './problems.ts';
import { type ResolvedImages, resolveImage, resolveImages } from './resolve-images.ts';
import { solve } from './solver.ts';
import { buildPlatform } from './stage-state.ts';

/** The build is over before it could be planned. */
class Refused extends Error {
  readonly problems: readonly BuildProblem[];
  constructor(problems: readonly BuildProblem[]) {
    super('refused');
    this.problems = problems;
  }
}

/** Builds an image. Every event goes to `ports.onEvent`; the last one says how the build ended. */
export async function buildImage(options: BuildOptions, ports: BuildPorts): Promise<BuildOutcome> {
  const started = ports.now();
  const file = options.dockerfileName ?? 'Dockerfile';
  const emit = (event: BuildEvent): void => ports.onEvent(event);
  const failed = (problems: readonly BuildProblem[]): BuildOutcome => {
    emit({ type: 'build-failed', time: ports.now(), problems });
    return { outcome: 'failed', problems };
  };
  const cancelled = (): BuildOutcome => {
    emit({ type: 'build-cancelled', time: ports.now() });
    return { outcome: 'cancelled' };
  };
  try {
    const { plan, resolved, warnings } = await planned(options, ports, file);
    if (options.signal?.aborted) return cancelled();
    const stages = plan.stages.map(({ description }) => description);
    emit({ type: 'planned', time: ports.now(), stages, warnings });
    tellSkipped(plan, emit, ports);
    const digester = await loadDigester();
    const solved = await solve({ plan, resolved, options, ports, digester, file, emit });
    if (solved.outcome === 'failed') return failed(solved.problems);
    if (solved.outcome === 'cancelled') return cancelled();
    const { layers } = solved.result.files;
    const { end } = plan.target;
    const undated = stepConfig(end, end.config, end.history, layers);
    const config = datedConfig(undated, layers, options.sourceDateEpoch, started);
    const { image, summary } = await builtImage(config, layers, options.tags ?? [], ports, digester);
    const time = ports.now();
    emit({ type: 'build-finished', time, duration: time - started, image: summary });
    return { outcome: 'finished', image, summary };
  } catch (error) {
    if (error instanceof Refused) return failed(error.problems);
    if (options.signal?.aborted) return cancelled();
    return failed([problemOf(error, { file })]);
  }
}

interface Planned {
  readonly plan: Plan;
  readonly resolved: ResolvedImages;
  readonly warnings: readonly BuildProblem[];
}

/** @throws {Refused | DockerfileError | BuildFailure} */
async function planned(options: BuildOptions, ports: BuildPorts, file: string): Promise<Planned> {
  const parsed = parseDockerfile(options.dockerfile);
  if (parsed.firstError) throw new Refused([dockerfileProblem(parsed.firstError, file)]);
  const dockerfile = withReplacedStages(parsed, options);
  try {
    return await plannedFrom(dockerfile, options, ports, file);
  } catch (error) {
    if (!(error instanceof Refused) || error.problems.length > 1) throw error;
    // What is wrong with FROM lines is often what a warning explains. Bodies of stages were not looked at yet.
    const { warnings } = checkDockerfile(dockerfile, {
      buildArgs: options.buildArgs ?? new Map(),
      stages: new Set(),
    });
    throw new Refused([...error.problems, ...warnings.map((warning) => dockerfileProblem(warning, file))]);
  }
}

async function plannedFrom(
  dockerfile: Dockerfile,
  options: BuildOptions,
  ports: BuildPorts,
  file: string,
): Promise<Planned> {
  const buildArgs = options.buildArgs ?? new Map<string, string>();
  const globals = globalScope(dockerfile, options);
  const target = refusing(file, () => findTarget(dockerfile, options.target));
  const graph = refusing(file, () => stageGraph(dockerfile, globals));
  const resolved = await resolveImages(dockerfile, graph, target, (name) =>
    resolveImage(name, options, ports),
  ).catch((error: unknown) => {
    throw refusal(error, file);
  });
  const plan = refusing(file, () => makePlan({ dockerfile, graph, target, buildArgs, globals, resolved }));
  const { warnings, error } = checkDockerfile(dockerfile, {
    buildArgs,
    stages: resolved.needed,
    targetStage: options.target ?? 'default',
    baseImage: (name) => {
      const found = resolved.images.get(name);
      if (found?.kind !== 'image') return undefined;
      const { config, os, architecture, variant } = found.base.config;
      return {
        env: config.Env ?? [],
        hasShell: (config.Shell ?? []).length > 0,
        onbuild: config.OnBuild ?? [],
        platform: { os, architecture, ...(variant === undefined ? {} : { variant }) },
      };
    },
    ...(options.ignore === undefined ? {} : { ignore: options.ignore }),
  });
  const told = warnings.map((warning) => dockerfileProblem(warning, file));
  if (error) throw new Refused([dockerfileProblem(error, file), ...told]);
  return { plan, resolved, warnings: told };
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

/** What FROM lines see: the platform's ARGs and those above the first FROM. */
function globalScope(dockerfile: Dockerfile, { buildArgs, target }: BuildOptions): Scope {
  const given = buildArgs ?? new Map<string, string>();
  const platform = platformArgs(buildPlatform, buildPlatform, target || 'default');
  const globals = new Scope(
    dockerfile.escape,
    platform.map(([name, value]) => [name, given.get(name) ?? value] as const),
  );
  for (const arg of dockerfile.metaArgs) globals.declare(arg, given);
  return globals;
}

function refusing<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw refusal(error, file);
  }
}

function refusal(error: unknown, file: string): unknown {
  if (error instanceof DockerfileError) return new Refused([dockerfileProblem(error.problem, file)]);
  return error instanceof BuildFailure ? new Refused([problemOf(error, { file })]) : error;
}

function tellSkipped({ stages, target }: Plan, emit: (event: BuildEvent) => void, { now }: BuildPorts): void {
  const wanted = target.description.name ?? `stage-${target.description.index}`;
  for (const { description } of stages) {
    if (description.needed) continue;
    const reason = `${wanted} takes nothing from this stage.`;
    for (const { id } of description.steps) emit({ type: 'step-skipped', time: now(), step: id, reason });
  }
}
