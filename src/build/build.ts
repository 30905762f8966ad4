/**
 * `buildImage`: from a Dockerfile and a context to an image. Reads the text, resolves the images, plans, solves,
 * and tells all of it as events. Nothing is thrown for what a person can mend: that is the outcome.
 */
import { loadDigester } from '../image/digest.ts';
import type { BuildEvent, BuildProblem } from './events.ts';
import { accountForLayers, builtImage, datedConfig, stepConfig } from './image-result.ts';
import { layerSteps, type Plan } from './plan.ts';
import type { BuildOptions, BuildOutcome, BuildPorts } from './ports.ts';
import { prepareBuild, Refused } from './prepare.ts';
import { problemOf } from './problems.ts';
import { removalAdvice } from './removal-advice.ts';
import { solve } from './solver.ts';
import { startAdvice } from './start-advice.ts';

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
    const { plan, resolved, warnings } = await prepareBuild(options, ports, file);
    if (options.signal?.aborted) return cancelled();
    const stages = plan.stages.map(({ description }) => description);
    emit({ type: 'planned', time: ports.now(), stages, warnings });
    tellSkipped(plan, emit, ports);
    const denied = deniedNetwork(plan, file);
    if (denied !== undefined) return failed([denied, ...warnings]);
    const digester = await loadDigester();
    const solved = await solve({ plan, resolved, options, ports, digester, file, emit });
    if (solved.outcome === 'failed') return failed(solved.problems);
    if (solved.outcome === 'cancelled') return cancelled();
    const { layers } = solved.result.files;
    const { end } = plan.target;
    const { labels = new Map() } = options;
    const all = { ...end.config.Labels, ...Object.fromEntries(labels) };
    const settings = labels.size === 0 ? end.config : { ...end.config, Labels: all };
    const history = accountForLayers(
      end.history,
      layers.length,
      layerSteps(plan).map(({ name }) => name),
    );
    const undated = stepConfig(end, settings, history, layers);
    const config = datedConfig(undated, layers, options.sourceDateEpoch, started);
    const { image, summary } = await builtImage(config, layers, options.tags ?? [], ports, digester);
    const { result } = solved;
    const start = await startAdvice({ plan, resolved, result, file }, ports.cache, digester);
    const removals = await removalAdvice({ plan, result, file }, ports, digester);
    const advice = [...removals, ...(start === undefined ? [] : [start])];
    const time = ports.now();
    emit({
      type: 'build-finished',
      time,
      duration: time - started,
      image: summary,
      ...(advice.length === 0 ? {} : { advice }),
    });
    return { outcome: 'finished', image, summary };
  } catch (error) {
    if (error instanceof Refused) return failed([error.error, ...error.warnings]);
    if (options.signal?.aborted) return cancelled();
    return failed([problemOf(error, { file })]);
  }
}

/** As Docker without `--allow network.host`. It says so after the Dockerfile was read, and names no place. */
function deniedNetwork({ order }: Plan, file: string): BuildProblem | undefined {
  const steps = order.flatMap((stage) => stage.steps);
  const wanting = steps.find(({ operation }) => operation.kind === 'run' && operation.network === 'host');
  if (wanting === undefined) return undefined;
  const { range, id } = wanting.description;
  return {
    code: 'entitlement-missing',
    severity: 'error',
    message: 'failed to load LLB: network.host is not allowed',
    explanation:
      'RUN --network=host uses the network of the machine that builds, and Docker does that only when it is started with --allow network.host. Here is no network at all: take the flag away.',
    file,
    range,
    step: id,
  };
}

function tellSkipped({ stages, target }: Plan, emit: (event: BuildEvent) => void, { now }: BuildPorts): void {
  const wanted = target.description.name ?? `stage-${target.description.index}`;
  for (const { description } of stages) {
    if (description.needed) continue;
    const reason = `${wanted} takes nothing from this stage.`;
    for (const { id } of description.steps) emit({ type: 'step-skipped', time: now(), step: id, reason });
  }
}
