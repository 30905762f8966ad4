/**
 * The layers of the image that is being built, lowest first, each with the step that makes it and who made it. Which
 * layers there will be is known as soon as the build is planned, so the stack has its height from the beginning.
 */
import type { StageDescription, StepDescription, StepId } from '../../build/events.ts';
import type { BuildView, StepState } from './build-view.ts';

/**
 * Who made a layer. `base`: it came with FROM's image. `code`: the author's own files, and what commands and other
 * stages made once those files were there. `dependencies`: what was fetched or installed: a RUN that calls a package
 * manager, any RUN before the first file of the author, ADD of an address, COPY from another image.
 */
export type LayerMaker = 'base' | 'dependencies' | 'code';

export interface StackedLayer {
  readonly step: StepId;
  readonly description: StepDescription;
  readonly maker: LayerMaker;
  readonly state: StepState;
  /** More than one for a base image. */
  readonly layers: number;
  /** Bytes of the layer tars; absent until they are made. */
  readonly size?: number;
}

/** Lowest first; empty before there is a plan, and without base for FROM scratch. */
export function stackedLayers({
  stages,
  steps,
}: Pick<BuildView, 'stages' | 'steps'>): readonly StackedLayer[] {
  const chain = stagesBelow(stages);
  const rows: StackedLayer[] = [];
  for (const [depth, stage] of chain.entries()) {
    const [from, ...rest] = stage.steps;
    if (from && depth === 0 && stage.base !== 'scratch') {
      const view = steps.get(from.id);
      rows.push({
        step: from.id,
        description: from,
        maker: 'base',
        state: view?.state ?? 'queued',
        layers: view?.brings?.layers ?? 1,
        ...(view?.brings === undefined ? {} : { size: view.brings.size }),
      });
    }
    const before = chain.slice(0, depth).flatMap((each) => each.steps);
    for (const [at, description] of rest.entries()) {
      if (!description.addsLayer) continue;
      const view = steps.get(description.id);
      const isReady = view?.state === 'done' || view?.state === 'cached';
      rows.push({
        step: description.id,
        description,
        maker: layerMaker(description, [...before, ...rest.slice(0, at)]),
        state: view?.state ?? 'queued',
        layers: 1,
        ...(isReady && view.layer ? { size: view.layer.size } : {}),
      });
    }
  }
  return rows;
}

/** The stages that the image is made of, the lowest first. */
function stagesBelow(stages: readonly StageDescription[]): readonly StageDescription[] {
  const chain: StageDescription[] = [];
  let stage = stages.find(({ target }) => target) ?? stages.at(-1);
  // A stage can only stand on one above it, so this ends.
  while (stage !== undefined && !chain.includes(stage)) {
    chain.unshift(stage);
    const { baseStage }: StageDescription = stage;
    stage = stages.find(({ index }) => index === baseStage);
  }
  return chain;
}

/** Who made the layer of a step, given the steps below it. */
export function layerMaker(step: StepDescription, below: readonly StepDescription[]): LayerMaker {
  switch (step.instruction) {
    case 'FROM':
      return 'base';
    case 'RUN':
      return installs(step.text) || !below.some(bringsOwnFiles) ? 'dependencies' : 'code';
    case 'ADD':
      return /\s(?:https?|git|ssh):\/\/|\sgit@/.test(step.text) ? 'dependencies' : 'code';
    case 'COPY':
      return copiesImage(step) ? 'dependencies' : 'code';
    default:
      return 'code';
  }
}

function bringsOwnFiles(step: StepDescription): boolean {
  return (step.instruction === 'COPY' || step.instruction === 'ADD') && layerMaker(step, []) === 'code';
}

/** `--from` that names no stage of this Dockerfile: a stage would be among the inputs, beside the parent. */
function copiesImage(step: StepDescription): boolean {
  return /\s--from=/.test(step.text) && step.inputs.length < 2;
}

const managers =
  /(?:^|[\s;&|({"'[/])(?:apt|apt-get|aptitude|dpkg|apk|dnf|microdnf|yum|rpm|zypper|pacman|npm|npx|pnpm|yarn|corepack|bun|pip|pip3|pipx|poetry|uv|conda|mamba|gem|bundle|composer|nuget|cpan|cpanm|luarocks|opam|stack|cabal)["',]*\s+["',\s]*(?:-\S+\s+)*(?:add|ci|i|in|install|sync|restore|update|upgrade|-i|-S\w*|-U\w*|localinstall)\b|\b(?:go mod download|go get|cargo (?:fetch|install)|dotnet restore|mvn .*dependency:|gradle dependencies|yarn(?: --\S+)*\s*(?:$|&&|;))/;

function installs(text: string): boolean {
  return managers.test(text);
}

/** Bytes → 0 to 1 on the stack's scale: a tenfold size is a step of the same length, from 100 B to 16 GB. */
export function stackShare(bytes: number): number {
  const [least, most] = [2, 10.2];
  return Math.min(1, Math.max(0.02, (Math.log10(Math.max(1, bytes)) - least) / (most - least)));
}
