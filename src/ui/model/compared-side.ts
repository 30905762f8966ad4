/** One side of a comparison: a past build, seen again from its events, or a kept image by its history. */
import type { CacheCause } from '../../build/events.ts';
import type { BuildRecording, ImageDetails } from '../../worker/protocol.ts';
import { type BuildView, idleBuild, reduceBuild, type StepState } from './build-view.ts';
import { type LayerMaker, layerMaker, stackedLayers } from './layer-stack.ts';

export interface ComparedStep {
  /** Name of its stage, or `stage 2`; empty for an image. */
  readonly stage: string;
  /** The instruction as it was written, or the line of the image's history. */
  readonly text: string;
  /** Absent for an image: nobody knows how it was built. */
  readonly state?: StepState;
  readonly cause?: CacheCause;
  /** Milliseconds. */
  readonly duration?: number;
  /** Bytes of the layer's tar. */
  readonly size?: number;
}

export interface LayerBar {
  /** Its diff ID, where it is known, or what else tells it from others. */
  readonly key: string;
  readonly text: string;
  readonly maker: LayerMaker;
  /** Bytes of the tar. */
  readonly size: number;
}

export interface ComparedSide {
  readonly steps: readonly ComparedStep[];
  /** Lowest first. */
  readonly layers: readonly LayerBar[];
  /** What other stages made and the image doesn't carry. */
  readonly left: readonly LayerBar[];
  /** Sum of `layers`, bytes; absent when there is no image. */
  readonly size?: number;
  /** Milliseconds. */
  readonly duration?: number;
  readonly ran?: number;
  readonly cached?: number;
  /** The image config as JSON. */
  readonly config?: string;
}

export function buildSide(recording: BuildRecording): ComparedSide {
  const view = reduceBuild(idleBuild, recording.events);
  const layers = view.image === undefined ? [] : imageBars(view);
  return {
    steps: view.stages
      .filter(({ needed }) => needed)
      .flatMap((stage) =>
        stage.steps.flatMap((description): ComparedStep[] => {
          const step = view.steps.get(description.id);
          if (step === undefined) return [];
          const { state, cause, duration, layer } = step;
          return [
            {
              stage: stage.name ?? String(stage.index + 1),
              text: description.text,
              state,
              ...(cause === undefined ? {} : { cause }),
              ...(duration === undefined ? {} : { duration }),
              ...(layer === undefined ? {} : { size: layer.size }),
            },
          ];
        }),
      ),
    layers,
    left: view.image === undefined ? [] : leftBars(view, layers),
    duration: recording.duration,
    ran: recording.ran,
    cached: recording.cached,
    ...(view.image === undefined ? {} : { size: layers.reduce((sum, { size }) => sum + size, 0) }),
    ...(recording.result === undefined ? {} : { config: recording.result.config }),
  };
}

function imageBars(view: BuildView): readonly LayerBar[] {
  return stackedLayers(view).flatMap(({ step, description, maker, size }) =>
    size === undefined
      ? []
      : [
          {
            key: view.steps.get(step)?.layer?.diffId ?? description.text,
            text: description.text,
            maker,
            size,
          },
        ],
  );
}

/** Layers of the stages that only gave files to the image. */
function leftBars(view: BuildView, carried: readonly LayerBar[]): readonly LayerBar[] {
  const known = new Set(carried.map(({ key }) => key));
  const bases = new Set(carried.filter(({ maker }) => maker === 'base').map(({ text }) => baseOf(text)));
  const bars: LayerBar[] = [];
  for (const stage of view.stages) {
    if (!stage.needed) continue;
    for (const [at, description] of stage.steps.entries()) {
      const step = view.steps.get(description.id);
      const isBase = at === 0;
      const size = isBase ? step?.brings?.size : step?.layer?.size;
      const key = step?.layer?.diffId ?? description.text;
      const base = baseOf(description.text);
      if (
        size === undefined ||
        known.has(key) ||
        (isBase && (bases.has(base) || stage.baseStage !== undefined))
      ) {
        continue;
      }
      if (isBase) bases.add(base);
      known.add(key);
      bars.push({
        key,
        text: description.text,
        maker: layerMaker(description, stage.steps.slice(0, at)),
        size,
      });
    }
  }
  return bars;
}

/** `FROM alpine AS builder` → `alpine` */
function baseOf(text: string): string {
  return text.split(/\s+/).find((word, at) => at > 0 && !word.startsWith('--')) ?? '';
}

export function imageSide({ config, layers }: ImageDetails): ComparedSide {
  const steps = historyOf(config);
  let next = 0;
  const bars: LayerBar[] = [];
  const compared = steps.map(({ text, empty, base }): ComparedStep => {
    const layer = empty ? undefined : layers[next++];
    if (layer === undefined) return { stage: '', text };
    bars.push({ key: layer.digest, text, maker: makerOf(text, base), size: layer.size });
    return { stage: '', text, size: layer.size };
  });
  return {
    steps: compared,
    layers: bars,
    left: [],
    size: layers.reduce((sum, { size }) => sum + size, 0),
    config,
  };
}

function makerOf(text: string, base: boolean): LayerMaker {
  if (base) return 'base';
  const instruction = text.split(' ')[0] ?? '';
  const range = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
  const step = { id: '', stage: 0, instruction, text, label: '', range, addsLayer: true, onbuild: false };
  return layerMaker({ ...step, inputs: [] }, []);
}

interface HistoryLine {
  readonly text: string;
  readonly empty: boolean;
  /** BuildKit did not write it in this build's style, so it came with the base image. */
  readonly base: boolean;
}

/** The config is the image's own: what has another shape than the specification says is left out. */
function historyOf(config: string): readonly HistoryLine[] {
  let json: unknown;
  try {
    json = JSON.parse(config);
  } catch {
    return [];
  }
  const history = isRecord(json) && Array.isArray(json.history) ? json.history : [];
  return history.filter(isRecord).map((entry) => ({
    text: typeof entry.created_by === 'string' ? entry.created_by.replace(/ # buildkit$/, '') : '',
    empty: entry.empty_layer === true,
    base: entry.comment !== 'buildkit.dockerfile.v0',
  }));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
