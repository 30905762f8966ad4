/**
 * The plan of a build: which stages are needed and, for each of their steps, what it does, how it is shown and
 * what it makes of the config. Pure: the images are resolved before, and nothing is run.
 */
import type { StageInstruction } from '../dockerfile/instruction.ts';
import type { Dockerfile } from '../dockerfile/parse.ts';
import { stepName } from '../dockerfile/run-script.ts';
import type { Scope } from '../dockerfile/scope.ts';
import type { Stage } from '../dockerfile/stage.ts';
import { type FileSource, fileSources, type StageGraph, stageLabel } from '../dockerfile/stage-graph.ts';
import type { ContainerConfig } from '../image/image-config.ts';
import { canonicalReference, InvalidReferenceError, parseReference } from '../registry/reference.ts';
import type { StageDescription, StepDescription, StepId } from './events.ts';
import { addsLayer, countSteps, StageLabels } from './labels.ts';
import type { FileOrigin, FromOperation, Operation } from './operation.ts';
import { planOperation, type StepVariable, stepVariables } from './plan-step.ts';
import { BuildFailure } from './problems.ts';
import { parseTriggers, type ResolvedImage, type ResolvedImages } from './resolve-images.ts';
import { emptyConfig, StageState } from './stage-state.ts';

export interface PlannedStep {
  readonly description: StepDescription;
  readonly operation: Operation;
  /** What the author wrote, heredocs included: how a step is found again in the next build. */
  readonly text: string;
  readonly variables: readonly StepVariable[];
  /** The line of history it leaves; undefined for FROM and ONBUILD. */
  readonly createdBy: string | undefined;
  /** Working directory, user and shell that it runs in, as the instructions that would set them. */
  readonly setting: readonly string[];
  /** After the step. */
  readonly config: ContainerConfig;
  readonly historyLength: number;
}

export interface PlannedStage {
  readonly description: StageDescription;
  /** Empty when the stage is not needed. */
  readonly steps: readonly PlannedStep[];
  /** After the last step; `emptyConfig`'s when the stage is not needed. */
  readonly end: StageState;
}

export interface Plan {
  /** By index. */
  readonly stages: readonly PlannedStage[];
  /** The needed ones, each after those it needs. */
  readonly order: readonly PlannedStage[];
  readonly target: PlannedStage;
}

/** A Dockerfile of more instructions than this, in the stages that are needed, is refused. */
const maximumSteps = 4000;

export interface PlanInputs {
  readonly dockerfile: Dockerfile;
  readonly graph: StageGraph;
  readonly target: Stage;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly globals: Scope;
  readonly resolved: ResolvedImages;
}

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
  const order = stageOrder(inputs).map((stage) => {
    const result = planStage(stage, inputs, planned);
    planned.set(stage.index, result);
    return result;
  });
  const stages = dockerfile.stages.map((stage) => planned.get(stage.index) ?? leftOut(stage, inputs));
  const last = planned.get(target.index);
  if (last === undefined) throw new Error('the target stage was not planned');
  return { stages, order, target: last };
}

/** Needed stages, each after those it needs. Triggers of images can close circles that the graph didn't see. */
function stageOrder({ dockerfile, graph, resolved }: PlanInputs): readonly Stage[] {
  const order: Stage[] = [];
  const state = new Map<Stage, 'open' | 'done'>();
  const dependencies = (stage: Stage): Stage[] => {
    const base = graph.bases[stage.index];
    const image = base?.kind === 'image' ? resolved.images.get(base.name) : undefined;
    const triggers = parseTriggers(
      image?.kind === 'image' ? (image.base.image.config.config.OnBuild ?? []) : [],
    );
    const sources = triggers.flatMap((each) => fileSources(each, dockerfile.stages));
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

interface Start {
  readonly state: StageState;
  readonly operation: FromOperation;
  /** As BuildKit names FROM's step; undefined where it has none. */
  readonly label: string | undefined;
  readonly inputs: readonly StepId[];
}

function planStage(
  stage: Stage,
  inputs: PlanInputs,
  planned: ReadonlyMap<number, PlannedStage>,
): PlannedStage {
  const { dockerfile, resolved } = inputs;
  const escapeCharacter = dockerfile.escape;
  const { state, operation, label, inputs: startInputs } = startOf(stage, inputs, planned);
  const triggers = parseTriggers(state.config.OnBuild ?? []);
  const total = countSteps(operation.base.kind, triggers.length, stage.instructions);
  const labels = new StageLabels(stage, dockerfile.stages.length === 1, total);
  const steps: PlannedStep[] = [];
  if (triggers.length > 0) state.configure({ OnBuild: [] });

  const add = (
    step: Pick<PlannedStep, 'operation' | 'text' | 'variables' | 'createdBy' | 'setting'>,
    shown: Pick<StepDescription, 'instruction' | 'text' | 'label' | 'range' | 'onbuild'>,
    sources: readonly StepId[],
  ): void => {
    const parent = steps.at(-1)?.description.id;
    steps.push({
      ...step,
      description: {
        id: `${stage.index}/${steps.length}`,
        stage: stage.index,
        ...shown,
        addsLayer: step.operation.kind !== 'config' && step.operation.kind !== 'from',
        inputs: [...new Set([...(parent === undefined ? [] : [parent]), ...sources])],
      },
      config: state.config,
      historyLength: state.history.length,
    });
  };

  const fromVariables = [...(inputs.globals.expand(stage.from.base.text)?.used ?? [])].map((name) => ({
    name,
    value: inputs.globals.get(name) ?? '',
    isArgument: true,
  }));
  add(
    { operation, text: stage.from.code, variables: fromVariables, createdBy: undefined, setting: [] },
    {
      instruction: 'FROM',
      text: stage.from.code,
      label: label === undefined ? '' : labels.next(label),
      range: stage.from.range,
      onbuild: false,
    },
    startInputs,
  );

  const origin = (source: FileSource): FileOrigin =>
    source.kind === 'image'
      ? { kind: 'image', name: source.name }
      : {
          kind: 'stage',
          stage: source.stage.index,
          step: planned.get(source.stage.index)?.steps.at(-1)?.description.id ?? `${source.stage.index}/0`,
        };
  const sources = (instruction: StageInstruction) => fileSources(instruction, dockerfile.stages);
  const around = {
    buildArgs: inputs.buildArgs,
    globals: inputs.globals,
    escape: escapeCharacter,
    origin,
    sources,
  };
  const perform = (instruction: StageInstruction, onbuild: boolean): void => {
    const shownText = stepName(instruction, state.scope, escapeCharacter);
    // ARG sets what it depends on, so it is asked afterwards.
    const before =
      instruction.kind === 'ARG' ? undefined : stepVariables(state, instruction, escapeCharacter);
    const setting = settingOf(state);
    const { length } = state.history;
    const done = planOperation(state, instruction, around);
    add(
      {
        operation: done,
        text: textOf(instruction),
        variables: before ?? stepVariables(state, instruction, escapeCharacter),
        createdBy: state.history[length]?.created_by,
        setting,
      },
      {
        instruction: instruction.kind,
        text: onbuild ? `ONBUILD ${instruction.code}` : instruction.code,
        label: done.kind === 'config' ? '' : labels.next(onbuild ? `ONBUILD ${shownText}` : shownText),
        range: onbuild ? stage.from.range : instruction.range,
        onbuild,
      },
      originSteps(done),
    );
  };
  for (const trigger of triggers) perform(trigger, true);
  for (const instruction of stage.instructions) perform(instruction, false);
  return { description: describe(stage, inputs, resolved.needed.has(stage.index), steps), steps, end: state };
}

function startOf(
  stage: Stage,
  { dockerfile, graph, resolved }: PlanInputs,
  planned: ReadonlyMap<number, PlannedStage>,
): Start {
  const base = graph.bases[stage.index];
  if (base?.kind === 'stage') {
    const parent = planned.get(base.stage.index);
    const step = parent?.steps.at(-1)?.description.id;
    if (parent === undefined || step === undefined) throw new Error('a stage was planned before its base');
    return {
      state: StageState.fromStage(parent.end),
      operation: { kind: 'from', base: { kind: 'stage', stage: base.stage.index, step } },
      label: undefined,
      inputs: [step],
    };
  }
  const name = base?.name ?? 'scratch';
  if (name === 'scratch') {
    const state = StageState.fromImage(emptyConfig, dockerfile.escape);
    return { state, operation: { kind: 'from', base: { kind: 'scratch' } }, label: undefined, inputs: [] };
  }
  return {
    state: StageState.fromImage(configOf(resolved.images.get(name)), dockerfile.escape),
    operation: { kind: 'from', base: { kind: 'image', name } },
    label: `FROM ${fullName(name)}`,
    inputs: [],
  };
}

function configOf(image: ResolvedImage | undefined) {
  return image?.kind === 'image' ? image.base.image.config : emptyConfig;
}

function fullName(name: string): string {
  try {
    return canonicalReference(parseReference(name));
  } catch (error) {
    if (error instanceof InvalidReferenceError) return name;
    throw error;
  }
}

function originSteps(operation: Operation): StepId[] {
  const origins =
    operation.kind === 'transfer'
      ? [operation.origin]
      : operation.kind === 'run'
        ? operation.mounts.map(({ origin }) => origin)
        : [];
  return origins.flatMap((origin) => (origin?.kind === 'stage' ? [origin.step] : []));
}

function settingOf(state: StageState): readonly string[] {
  const { User } = state.config;
  return [
    `WORKDIR ${state.workingDir}`,
    `USER ${User === undefined || User === '' ? 'root' : User}`,
    `SHELL ${JSON.stringify(state.shell)}`,
  ];
}

/** The author's text without comments and continuations, but with heredocs. */
function textOf(instruction: StageInstruction): string {
  const heredocs =
    instruction.kind === 'RUN'
      ? instruction.heredocs
      : instruction.kind === 'COPY' || instruction.kind === 'ADD'
        ? instruction.inlineFiles
        : [];
  return [instruction.code, ...heredocs.map(({ content, name }) => `${content}${name}`)].join('\n');
}

function describe(
  stage: Stage,
  { graph, target }: PlanInputs,
  needed: boolean,
  steps: readonly { readonly description: StepDescription }[],
): StageDescription {
  const base = graph.bases[stage.index];
  return {
    index: stage.index,
    ...(stage.from.stageName === undefined ? {} : { name: stage.from.stageName.text }),
    base: base?.kind === 'image' ? base.name : (base && stageLabel(base.stage)) || stage.from.base.text,
    ...(base?.kind === 'stage' ? { baseStage: base.stage.index } : {}),
    range: stage.range,
    steps: steps.map(({ description }) => description),
    needed,
    target: stage.index === target.index,
  };
}

/** A stage that the target doesn't need: shown as it is written, since its base is not even looked up. */
function leftOut(stage: Stage, inputs: PlanInputs): PlannedStage {
  const { dockerfile, graph } = inputs;
  const base = graph.bases[stage.index];
  const from = base?.kind === 'stage' ? 'stage' : base?.name === 'scratch' ? 'scratch' : 'image';
  const total = countSteps(from, 0, stage.instructions);
  const labels = new StageLabels(stage, dockerfile.stages.length === 1, total);
  const steps = [stage.from, ...stage.instructions].map((instruction, index) => {
    const counts = instruction.kind === 'FROM' ? from === 'image' : addsLayer(instruction.kind);
    const description: StepDescription = {
      id: `${stage.index}/${index}`,
      stage: stage.index,
      instruction: instruction.kind,
      text: instruction.code,
      label: counts ? labels.next(instruction.code) : '',
      range: instruction.range,
      addsLayer: instruction.kind !== 'FROM' && addsLayer(instruction.kind),
      onbuild: false,
      inputs: index === 0 ? [] : [`${stage.index}/${index - 1}`],
    };
    return { description };
  });
  return {
    description: describe(stage, inputs, false, steps),
    steps: [],
    end: StageState.fromImage(emptyConfig, dockerfile.escape),
  };
}
