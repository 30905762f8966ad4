/**
 * Where the cards of the stage graph stand: one column a stage, one card a step, edges between stages. All heights are
 * known beforehand, so nothing moves while a build runs. Columns keep the order of the Dockerfile, in which a stage
 * only ever takes from those before it; dagre finds the way of each edge that has to pass columns in between.
 */
import { Graph, layout } from '@dagrejs/dagre';
import type { StageDescription, StepId } from '../../build/events.ts';
import { cardHeight, graphMetrics } from './graph-metrics.ts';

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
  /** Where the columns begin; more than the padding when edges pass above them. */
  readonly top: number;
  readonly edges: readonly GraphEdge[];
  /**
   * The way from the end of the target stage to the image, where there is room for a column of its own; undefined: the
   * image stands below the steps.
   */
  readonly toImage: { readonly from: StepId; readonly path: string } | undefined;
}

interface Column {
  readonly left: number;
  readonly height: number;
}

interface Link {
  readonly from: StepId;
  readonly to: StepId;
  readonly kind: GraphEdge['kind'];
  readonly columns: readonly [number, number];
}

/** The columns between the two ends of an edge, and on which side it passes each. */
type Way = readonly { readonly column: number; readonly above: boolean }[];

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The layout for `stages` in a space of `available` pixels; `image`: height of the image with its layers. */
export function layoutGraph(
  stages: readonly StageDescription[],
  available: number,
  image: number,
): GraphLayout {
  const { columnGap, padding, columnWidth: widths, lane, headerHeight } = graphMetrics;
  const shareOf = (columns: number): number =>
    Math.floor((available - 2 * padding - (columns - 1) * columnGap) / columns);
  // Beside the steps, the layers are seen without scrolling.
  const last = stages.at(-1);
  const end = last?.target && shareOf(stages.length + 1) >= widths.least ? last.steps.at(-1) : undefined;
  const count = Math.max(1, stages.length) + (end ? 1 : 0);
  const columnWidth = Math.min(widths.most, Math.max(widths.least, shareOf(count)));
  const columns = stages.map(
    (stage, at): Column => ({
      left: padding + at * (columnWidth + columnGap),
      height: columnHeight(stage, end ? 0 : image),
    }),
  );
  const links = linksOf(stages);
  const ways = waysOf(columns, links, columnWidth);
  // Each edge that passes a column above or below has a lane of its own there.
  const lanes = links.map((_, at) => links.slice(0, at).filter((_, other) => passes(ways[other])).length);
  const above = links.filter((_, at) => ways[at]?.some((each) => each.above)).length;
  const top = padding + above * lane;
  const places = cardPlaces(stages, columns, top);
  const tallest = Math.max(end ? headerHeight + image : 0, ...columns.map(({ height }) => height));
  const exit = end && places.get(end.id);
  const toImage =
    end && exit
      ? {
          from: end.id,
          path: curve([
            { x: exit.left + columnWidth, y: exit.middle },
            { x: exit.left + columnWidth + columnGap - 7, y: top + headerHeight + graphMetrics.imageMiddle },
          ]),
        }
      : undefined;
  const edges = links.flatMap(({ from, to, kind }, at): readonly GraphEdge[] => {
    const [start, goal] = [places.get(from), places.get(to)];
    if (!start || !goal) return [];
    const offset = lane * ((lanes[at] ?? 0) + 1);
    const stops = (ways[at] ?? []).flatMap(({ column, above: isAbove }): readonly Point[] => {
      const { left, height } = columns[column] ?? { left: 0, height: 0 };
      const y = isAbove ? top - offset : top + height + offset;
      return [
        { x: left - 12, y },
        { x: left + columnWidth + 12, y },
      ];
    });
    const path = curve([
      { x: start.left + columnWidth, y: start.middle },
      ...stops,
      { x: goal.left - 7, y: goal.middle },
    ]);
    return [{ from, to, kind, path }];
  });
  const under = ways.some((way) => way.some((each) => !each.above)) ? lane * (links.length + 1) : 0;
  return {
    columnWidth,
    top,
    width: 2 * padding + count * columnWidth + (count - 1) * columnGap,
    height: top + tallest + under + padding,
    edges,
    toImage,
  };
}

function passes(way: Way | undefined): boolean {
  return way !== undefined && way.length > 0;
}

function columnHeight(stage: StageDescription, below: number): number {
  const { headerHeight, cardGap } = graphMetrics;
  const cards = stage.steps.reduce((sum, step) => sum + cardHeight(step) + cardGap, -cardGap);
  return headerHeight + cards + (stage.target ? below : 0);
}

function cardPlaces(stages: readonly StageDescription[], columns: readonly Column[], top: number) {
  const { headerHeight, cardGap } = graphMetrics;
  const places = new Map<StepId, { readonly left: number; readonly middle: number }>();
  for (const [column, stage] of stages.entries()) {
    let at = top + headerHeight;
    for (const step of stage.steps) {
      const height = cardHeight(step);
      places.set(step.id, { left: columns[column]?.left ?? 0, middle: at + height / 2 });
      at += height + cardGap;
    }
  }
  return places;
}

/** What goes from one stage to another: `FROM stage`, `COPY --from` and mounts. */
function linksOf(stages: readonly StageDescription[]): readonly Link[] {
  const columnOf = new Map(stages.flatMap((stage, at) => stage.steps.map(({ id }) => [id, at] as const)));
  const links: Link[] = [];
  for (const [column, stage] of stages.entries()) {
    const [first] = stage.steps;
    const base = stages.find(({ index }) => index === stage.baseStage)?.steps.at(-1)?.id;
    for (const step of stage.steps) {
      const inputs = new Set(step === first && base !== undefined ? [base, ...step.inputs] : step.inputs);
      for (const from of inputs) {
        const source = columnOf.get(from);
        if (source === undefined || source === column) continue;
        const kind = step === first && from === base ? 'base' : 'copy';
        links.push({ from, to: step.id, kind, columns: [source, column] });
      }
    }
  }
  return links;
}

/** Asks dagre on which side of the columns in between each link passes. */
function waysOf(columns: readonly Column[], links: readonly Link[], columnWidth: number): readonly Way[] {
  if (!links.some(({ columns: [from, to] }) => to - from > 1)) return links.map(() => []);
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', ranksep: graphMetrics.columnGap, nodesep: graphMetrics.lane });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [at, { height }] of columns.entries()) {
    graph.setNode(String(at), { width: columnWidth, height });
    // Keeps the columns in their order, one a rank.
    if (at > 0) graph.setEdge(String(at - 1), String(at), { weight: 0 }, 'order');
  }
  for (const [at, { columns: ends }] of links.entries()) {
    if (ends[1] > ends[0]) graph.setEdge(String(ends[0]), String(ends[1]), { weight: 1 }, String(at));
  }
  layout(graph);
  const centre = (column: number): Point => graph.node(String(column)) as Point;
  return links.map(({ columns: [from, to] }, at): Way => {
    if (to - from < 2) return [];
    const points = (graph.edge(String(from), String(to), String(at))?.points ?? []) as readonly Point[];
    return columns.slice(from + 1, to).map((_, between) => {
      const column = from + 1 + between;
      const { x, y } = centre(column);
      const passing = points.find((point) => Math.abs(point.x - x) < columnWidth / 2);
      return { column, above: passing === undefined || passing.y < y };
    });
  });
}

/** A line that leaves and reaches each of its points level. */
function curve([first, ...rest]: readonly [Point, ...Point[]]): string {
  let from = first;
  let path = `M${first.x},${first.y}`;
  for (const to of rest) {
    const forward = to.x > from.x;
    const bend = forward ? Math.min(72, (to.x - from.x) / 2) : 28;
    path += ` C${from.x + bend},${from.y} ${to.x - bend},${to.y} ${to.x},${to.y}`;
    from = to;
  }
  return path;
}
