/**
 * Plans one stage: goes through its instructions, those of ONBUILD first, and makes a step of each. Nothing is run
 * and no file is read.
 */
import type { StageInstruction } from '../dockerfile/instruction.ts';
import { LABS_SYNTAX, labsFlags } from '../dockerfile/labs.ts';
import type { Dockerfile } from '../dockerfile/parse.ts';
import { stepName } from '../dockerfile/run-script.ts';
import type { Scope } from '../dockerfile/scope.ts';
import type { Stage } from '../dockerfile/stage.ts';
import { type FileSource, fileSources, type StageGraph, stageLabel } from '../dockerfile/stage-graph.ts';
import type { ContainerConfig } from '../image/image-config.ts';
import { canonicalReference, InvalidReferenceError, parseReference } from '../registry/reference.ts';
import type { StageDescription, StepDescription, StepId } from './events.ts';
import { addsLayer, countSteps, isOnlyStage, StageLabels } from './labels.ts';
import type { FileOrigin, FromOperation, Operation } from './operation.ts';
import { planOperation, type StepSurroundings, type StepVariable, stepVariables } from './plan-step.ts';
import { ofTrigger, parseTriggers, type ResolvedImage, type ResolvedImages } from './resolve-images.ts';
import { emptyConfig, StageState } from './stage-state.ts';

export interface PlannedStep {
  readonly description: StepDescription;
  readonly operation: Operation;
  /** What the author wrote, heredocs included: how a step is found again in the next build. */
  readonly text: string;
  readonly variables: readonly StepVariable[];
  /** The line of history it leaves; undefined for FROM and ONBUILD. */
  readonly createdBy: string | undefined;
  /** FROM a named context of files: as BuildKit names the layer that the client sent. */
  readonly sentAs?: string;
  /** What the author should know of it, e.g. that it has labs features. */
  readonly notes: readonly string[];
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

export interface PlanInputs {
  readonly dockerfile: Dockerfile;
  readonly graph: StageGraph;
  readonly target: Stage;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly globals: Scope;
  readonly resolved: ResolvedImages;
}

/** What stages know of one another. */
export interface StageInputs extends PlanInputs {
  /** As `numbersLost` of labels.ts. */
  readonly numbersLost: ReadonlyMap<Stage, number>;
}

interface Start {
  readonly state: StageState;
  readonly operation: FromOperation;
  /** As BuildKit names FROM's step; undefined where it has none. */
  readonly label: string | undefined;
  readonly inputs: readonly StepId[];
  readonly sentAs?: string;
}

/**
 * A needed stage; those it needs are in `planned`.
 * @throws {DockerfileError | BuildFailure} when an instruction can't be planned.
 */
export function planStage(
  stage: Stage,
  inputs: StageInputs,
  planned: ReadonlyMap<number, PlannedStage>,
): PlannedStage {
  const planner = new StagePlanner(stage, inputs, planned);
  planner.planFrom();
  for (const trigger of planner.triggers) planner.plan(trigger, true);
  for (const instruction of stage.instructions) planner.plan(instruction, false);
  const { state, steps } = planner;
  return { description: describe(stage, inputs, true, steps), steps, end: state };
}

class StagePlanner {
  readonly state: StageState;
  readonly steps: PlannedStep[] = [];
  readonly triggers: readonly StageInstruction[];
  readonly #stage: Stage;
  readonly #inputs: StageInputs;
  readonly #start: Start;
  readonly #labels: StageLabels;
  readonly #around: StepSurroundings;

  constructor(stage: Stage, inputs: StageInputs, planned: ReadonlyMap<number, PlannedStage>) {
    const { stages, escape: escapeCharacter } = inputs.dockerfile;
    this.#stage = stage;
    this.#inputs = inputs;
    this.#start = startOf(stage, inputs, planned);
    this.state = this.#start.state;
    this.triggers = parseTriggers(this.state.config.OnBuild ?? [], stage.from.range);
    if (this.triggers.length > 0) this.state.configure({ OnBuild: [] });
    const total = countSteps(this.#start.operation.base.kind, this.triggers.length, stage.instructions);
    this.#labels = new StageLabels(stage, isOnlyStage(stages), total, inputs.numbersLost.get(stage));
    this.#around = {
      buildArgs: inputs.buildArgs,
      globals: inputs.globals,
      escape: escapeCharacter,
      origin: (source) => originOf(source, planned),
      sources: (instruction) => fileSources(instruction, stages),
    };
  }

  planFrom(): void {
    const { from } = this.#stage;
    const { globals } = this.#inputs;
    const { operation, label, inputs, sentAs } = this.#start;
    const used = [...(globals.expand(from.base.text)?.used ?? [])];
    const variables = used.map((name) => ({ name, value: globals.get(name) ?? '', isArgument: true }));
    this.#add(
      {
        ...{ operation, text: from.code, variables, createdBy: undefined, setting: [], notes: [] },
        ...(sentAs === undefined ? {} : { sentAs }),
      },
      {
        instruction: 'FROM',
        text: from.code,
        // What the client sends takes no number.
        label: label === undefined ? '' : sentAs === undefined ? this.#labels.next(label) : label,
        range: from.range,
        onbuild: false,
      },
      inputs,
    );
  }

  plan(instruction: StageInstruction, onbuild: boolean): void {
    const { state } = this;
    const { escape: escapeCharacter } = this.#around;
    const name = stepName(instruction, state.scope, escapeCharacter);
    // ARG sets what it depends on, so it is asked afterwards.
    const before =
      instruction.kind === 'ARG' ? undefined : stepVariables(state, instruction, escapeCharacter);
    const setting = settingOf(state);
    const { historyLength } = state;
    const act = (): Operation => planOperation(state, instruction, this.#around);
    const operation = onbuild ? ofTrigger(instruction.code, this.#stage.from.range, act) : act();
    this.#add(
      {
        operation,
        text: textOf(instruction),
        variables: before ?? stepVariables(state, instruction, escapeCharacter),
        createdBy: state.historyLength > historyLength ? state.history.at(-1)?.created_by : undefined,
        setting,
        notes: this.#labsNotes(instruction),
      },
      {
        instruction: instruction.kind,
        text: onbuild ? `ONBUILD ${instruction.code}` : instruction.code,
        label: operation.kind === 'config' ? '' : this.#labels.next(onbuild ? `ONBUILD ${name}` : name),
        range: onbuild ? this.#stage.from.range : instruction.range,
        onbuild,
      },
      originSteps(operation),
    );
  }

  #labsNotes(instruction: StageInstruction): readonly string[] {
    return labsFlags(instruction, this.#inputs.dockerfile).map(
      ({ name }) => `--${name} is a labs feature: Docker wants the first line "${LABS_SYNTAX}" for it`,
    );
  }

  #add(
    step: Omit<PlannedStep, 'description' | 'config' | 'historyLength'>,
    shown: Pick<StepDescription, 'instruction' | 'text' | 'label' | 'range' | 'onbuild'>,
    sources: readonly StepId[],
  ): void {
    const parent = this.steps.at(-1)?.description.id;
    const { kind } = step.operation;
    this.steps.push({
      ...step,
      description: {
        id: `${this.#stage.index}/${this.steps.length}`,
        stage: this.#stage.index,
        ...shown,
        addsLayer: kind !== 'config' && kind !== 'from',
        inputs: [...new Set([...(parent === undefined ? [] : [parent]), ...sources])],
      },
      config: this.state.config,
      historyLength: this.state.historyLength,
    });
  }
}

function originOf(source: FileSource, planned: ReadonlyMap<number, PlannedStage>): FileOrigin {
  if (source.kind === 'image') return { kind: 'image', name: source.name };
  const { index } = source.stage;
  const step = planned.get(index)?.steps.at(-1)?.description.id;
  if (step === undefined) throw new Error('a stage was planned before one that it takes files from');
  return { kind: 'stage', stage: index, step };
}

/** A stage that the target doesn't need: shown as it is written, since its base is not even looked up. */
export function leftOutStage(stage: Stage, inputs: PlanInputs): PlannedStage {
  const { dockerfile, graph } = inputs;
  const base = graph.bases[stage.index];
  const from = base?.kind === 'stage' ? 'stage' : base?.name === 'scratch' ? 'scratch' : 'image';
  const total = countSteps(from, 0, stage.instructions);
  const labels = new StageLabels(stage, isOnlyStage(dockerfile.stages), total);
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
  const image = resolved.images.get(name);
  const state = StageState.fromImage(configOf(image), dockerfile.escape);
  return {
    state,
    operation: { kind: 'from', base: { kind: 'image', name } },
    label: image?.kind === 'files' ? `[context ${name}] load from client` : `FROM ${fullName(name)}`,
    inputs: [],
    ...(image?.kind === 'files' ? { sentAs: `local source for ${name}` } : {}),
  };
}

function configOf(image: ResolvedImage | undefined) {
  return image?.kind === 'image' ? image.base.config : emptyConfig;
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
