/** `docker build --check`: what a build of this Dockerfile would warn of, or fail with before its first step. */
import type { SourceRange } from '../dockerfile/source.ts';
import type { BuildProblem } from './events.ts';
import type { FileOrigin } from './operation.ts';
import type { PlannedStep } from './plan-stage.ts';
import type { BuildOptions, BuildPorts } from './ports.ts';
import { type Prepared, prepareBuild, Refused } from './prepare.ts';
import { problemOf } from './problems.ts';

export interface CheckReport {
  /** In the order in which BuildKit finds them. */
  readonly warnings: readonly BuildProblem[];
  /** What a build would end with; undefined when it could begin. */
  readonly error?: BuildProblem;
}

/** Runs nothing, and fetches no layers. Without a target all stages are checked. */
export async function checkBuild(
  options: BuildOptions,
  ports: Pick<BuildPorts, 'baseImages'>,
): Promise<CheckReport> {
  const file = options.dockerfileName ?? 'Dockerfile';
  try {
    const prepared = await prepareBuild(options, ports, file, 'all stages');
    const { warnings } = prepared;
    const missing = missingImage(prepared);
    if (missing === undefined) return { warnings };
    const { error, range } = missing;
    const found = problemOf(error, { file, ...(range === undefined ? {} : { range }) });
    return { warnings: prepared.warningsAt({ phase: 'images' }), error: found };
  } catch (error) {
    if (error instanceof Refused) return { warnings: error.warnings, error: error.error };
    throw error;
  }
}

/** An image that a build of what was prepared would miss, of FROM first. BuildKit names no place for an image that a mount wants. */
export function missingImage({
  plan,
  resolved,
}: Prepared): { error: unknown; range?: SourceRange } | undefined {
  const errorOf = (name: string): unknown => {
    const image = resolved.images.get(name);
    return image?.kind === 'unavailable' ? image.error : undefined;
  };
  const steps = plan.stages.flatMap((stage) => stage.steps);
  for (const { operation, description } of steps) {
    if (operation.kind !== 'from' || operation.base.kind !== 'image') continue;
    const error = errorOf(operation.base.name);
    if (error !== undefined) return { error, range: description.range };
  }
  for (const step of steps) {
    for (const origin of originsOf(step)) {
      const error = origin?.kind === 'image' ? errorOf(origin.name) : undefined;
      if (error === undefined) continue;
      return step.operation.kind === 'run' ? { error } : { error, range: step.description.range };
    }
  }
  return undefined;
}

function originsOf({ operation }: PlannedStep): readonly (FileOrigin | undefined)[] {
  if (operation.kind === 'transfer') return [operation.origin];
  return operation.kind === 'run' ? operation.mounts.map(({ origin }) => origin) : [];
}
