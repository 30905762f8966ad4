/**
 * Where the cards of the stage graph stand: one column a stage, one card a step, edges between stages. All
 * heights are known beforehand, so nothing moves while a build runs.
 */
import type { StageDescription, StepId } from '../../build/events.ts';

/** CSS pixels. */
export const graphMetrics = {
  columnWidth: 296,
  columnGap: 56,
  headerHeight: 38,
  /** A step that can add a layer, and FROM. */
  cardHeight: 52,
  /** A step that only changes the config. */
  slimCardHeight: 30,
  cardGap: 6,
  /** The image below the target stage, its distance included. */
  imageHeight: 68,
  padding: 16,
} as const;

export interface GraphEdge {
  readonly from: StepId;
  readonly to: StepId;
  readonly kind: 'base' | 'copy';
  /** SVG path data. */
  readonly path: string;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly columnWidth: number;
  readonly edges: readonly GraphEdge[];
}

interface Place {
  readonly column: number;
  readonly left: number;
  readonly middle: number;
}

/** The layout for `stages` in a space of `available` pixels. */
export function layoutGraph(stages: readonly StageDescription[], available: number): GraphLayout {
  const { columnGap, padding, headerHeight, cardGap } = graphMetrics;
  const columns = Math.max(1, stages.length);
  const share = Math.floor((available - 2 * padding - (columns - 1) * columnGap) / columns);
  const columnWidth = Math.min(420, Math.max(232, share));
  const places = new Map<StepId, Place>();
  const lastOfStage = new Map<number, StepId>();
  let bottom: number = headerHeight;
  stages.forEach((stage, column) => {
    const left = padding + column * (columnWidth + columnGap);
    let top = padding + headerHeight;
    for (const step of stage.steps) {
      const height = cardHeight(step);
      places.set(step.id, { column, left, middle: top + height / 2 });
      lastOfStage.set(stage.index, step.id);
      top += height + cardGap;
    }
    bottom = Math.max(bottom, top - cardGap + (stage.target ? graphMetrics.imageHeight : 0));
  });
  return {
    columnWidth,
    width: 2 * padding + columns * columnWidth + (columns - 1) * columnGap,
    height: bottom + padding,
    edges: edges(stages, places, lastOfStage, columnWidth),
  };
}

export function cardHeight(step: { readonly addsLayer: boolean; readonly instruction: string }): number {
  return step.addsLayer || step.instruction === 'FROM'
    ? graphMetrics.cardHeight
    : graphMetrics.slimCardHeight;
}

function edges(
  stages: readonly StageDescription[],
  places: ReadonlyMap<StepId, Place>,
  lastOfStage: ReadonlyMap<number, StepId>,
  columnWidth: number,
): readonly GraphEdge[] {
  const found: GraphEdge[] = [];
  const stageOf = new Map(stages.flatMap((stage) => stage.steps.map((step) => [step.id, stage.index])));
  const connect = (from: StepId, to: StepId, kind: GraphEdge['kind']): void => {
    const start = places.get(from);
    const end = places.get(to);
    if (start && end) found.push({ from, to, kind, path: curve(start, end, columnWidth) });
  };
  for (const stage of stages) {
    const first = stage.steps[0];
    const base = stage.baseStage === undefined ? undefined : lastOfStage.get(stage.baseStage);
    if (first && base !== undefined) connect(base, first.id, 'base');
    for (const step of stage.steps) {
      for (const input of new Set(step.inputs)) {
        const isBase = step === first && input === base;
        if (stageOf.get(input) !== stage.index && !isBase) connect(input, step.id, 'copy');
      }
    }
  }
  return found;
}

/** From the right side of a card to the left side of another, or around when that one stands before it. */
function curve(from: Place, to: Place, columnWidth: number): string {
  const startX = from.left + columnWidth;
  const endX = to.left - 7;
  const forward = to.column > from.column;
  const bend = forward ? Math.max(28, Math.min(72, (endX - startX) / 2)) : 28;
  return `M${startX},${from.middle} C${startX + bend},${from.middle} ${endX - bend},${to.middle} ${endX},${to.middle}`;
}
