/**
 * The plan of a build: which stages are needed and, for each of their steps, what it does, how it is shown and
 * what it makes of the config. Pure: the images are resolved before, and nothing is run.
 */
import type { Stage } from '../dockerfile/stage.ts';
import { stageLabel } from '../dockerfile/stage-graph.ts';
import type { StepDescription } from './events.ts';
import { numbersLost } from './labels.ts';
import type { FromOperation, Operation } from './operation.ts';
import { leftOutStage, type PlanInputs, type PlannedStage, planStage } from './plan-stage.ts';
import { BuildFailure } from './problems.ts';
import { triggerSources, waitingTriggers } from './resolve-images.ts';

export interface Plan {
  /** By index. */
  readonly stages: readonly PlannedStage[];
  /** The needed ones, each after those it needs. */
  readonly order: readonly PlannedStage[];
  readonly target: PlannedStage;
}

/** A Dockerfile of more instructions than this, in the stages that are needed, is refused. */
const maximumSteps = 4000;

/** @throws {DockerfileError | BuildFailure} when a needed stage can't be planned. */
export function makePlan(inputs: PlanInputs): Plan {
  const { dockerfile, resolved, target } = inputs;
  const count = [...resolved.needed].reduce(
    (sum, index) => sum + 1 + (dockerfile.stages[index]?.instructions.length ?? 0),
    0,
  );
  if (count > maximumSteps) {
    throw new BuildFailure(
      'too-many-steps',
      `max depth exceeded: ${count} steps`,
      `At most ${maximumSteps} are built. Join what belongs together: a RUN can hold many commands.`,
    );
  }
  const planned = new Map<number, PlannedStage>();
  const { stages: allStages } = dockerfile;
  const lost = numbersLost(allStages, inputs.graph, target, (stage) =>
    waitingTriggers(stage, inputs.graph, resolved.images),
  );
  const order = stageOrder(inputs).map((stage) => {
    const result = planStage(stage, { ...inputs, numbersLost: lost }, planned);
    planned.set(stage.index, result);
    return result;
  });
  const stages = allStages.map((stage) => planned.get(stage.index) ?? leftOutStage(stage, inputs));
  const last = planned.get(target.index);
  if (last === undefined) throw new Error('the target stage was not planned');
  return { stages, order, target: last };
}

/** A step that adds a layer, and what BuildKit calls the layer where no line of history does. */
export interface LayerStep {
  readonly description: StepDescription;
  readonly name: string;
}

/** The steps of the target and of the stages below it that add layers, lowest first. */
export function layerSteps({ stages, target }: Plan): readonly LayerStep[] {
  const steps: LayerStep[] = [];
  for (let stage: PlannedStage | undefined = target; stage !== undefined; ) {
    const own = stage.steps.filter(
      ({ description, sentAs }) => description.addsLayer || sentAs !== undefined,
    );
    steps.unshift(
      ...own.map(({ description, sentAs }) => ({ description, name: sentAs ?? description.label })),
    );
    const from: Operation | undefined = stage.steps[0]?.operation;
    const base: FromOperation['base'] | undefined = from?.kind === 'from' ? from.base : undefined;
    stage = base?.kind === 'stage' ? stages[base.stage] : undefined;
  }
  return steps;
}

/** Needed stages, each after those it needs. Triggers of images can close circles that the graph didn't see. */
function stageOrder({ dockerfile, graph, resolved }: PlanInputs): readonly Stage[] {
  const order: Stage[] = [];
  const state = new Map<Stage, 'open' | 'done'>();
  const dependencies = (stage: Stage): Stage[] => {
    const sources = triggerSources(stage, dockerfile.stages, graph, resolved.images);
    const stages = sources.flatMap((source) => (source.kind === 'stage' ? [source.stage] : []));
    return [...(graph.dependencies[stage.index] ?? []), ...stages];
  };
  for (const index of [...resolved.needed].sort((a, b) => a - b)) {
    const first = dockerfile.stages[index];
    // A stack of our own: a chain of stages may be long.
    const stack =
      first === undefined || state.has(first) ? [] : [{ stage: first, rest: dependencies(first) }];
    if (first !== undefined && stack.length > 0) state.set(first, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.shift();
      if (next === undefined) {
        state.set(top.stage, 'done');
        order.push(top.stage);
        stack.pop();
      } else if (state.get(next) === 'open') {
        throw new BuildFailure(
          'CircularDependency',
          `circular dependency detected on stage: ${stageLabel(next)}`,
          'An ONBUILD trigger of the base image takes files from a stage that needs this one. Use another base.',
          next.from.range,
        );
      } else if (!state.has(next)) {
        state.set(next, 'open');
        stack.push({ stage: next, rest: dependencies(next) });
      }
    }
  }
  return order;
}
