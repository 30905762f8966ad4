/**
 * A directory as a map of areas, each as large as its bytes: what is in it, and inside its directories what is in those.
 * Squarified by d3-hierarchy; what is too small to be seen goes into one area for all of it.
 */
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { FileNode } from './file-tree.ts';

/** An area of the map, in CSS pixels. */
export interface Area {
  /** Undefined for what is too small to be shown one by one. */
  readonly node: FileNode | undefined;
  /** How many files and directories a nameless area stands for. */
  readonly others: number;
  readonly bytes: number;
  /** 0: in the directory itself; 1: in one of its directories. */
  readonly depth: 0 | 1;
  /** A directory whose own areas are drawn in it, so that only its head is left for a name. */
  readonly holds: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Datum {
  readonly node: FileNode | undefined;
  readonly bytes: number;
  readonly others: number;
  readonly children: readonly Datum[];
}

/** Room for a directory's name above what is in it. */
export const headHeight = 18;
/** Areas of a directory that are drawn one by one. */
const mostAreas = 60;
const mostInner = 24;
/** Share of the whole below which an area couldn't be seen. */
const least = 0.0006;

export function sizeMap(directory: FileNode, width: number, height: number): readonly Area[] {
  const data: Datum = {
    ...datum(directory),
    children: childData(directory, directory.size, mostAreas, true),
  };
  if (data.children.length === 0 || width <= 0 || height <= 0) return [];
  const root = hierarchy<Datum>(data, ({ children }) => [...children])
    // A directory's bytes are those of what is drawn in it: d3 adds them up itself.
    .sum(({ bytes, children }) => (children.length === 0 ? bytes : 0));
  const laid = treemap<Datum>()
    .tile(treemapSquarify)
    .size([width, height])
    .paddingInner(1)
    .paddingTop((node) => (node.depth === 1 && node.children ? headHeight : 0))
    .round(true)(root);
  return laid.descendants().flatMap((node): Area[] => {
    if (node.depth === 0) return [];
    const area = {
      node: node.data.node,
      others: node.data.others,
      bytes: node.data.bytes,
      depth: node.depth === 1 ? (0 as const) : (1 as const),
      holds: node.children !== undefined,
      x: node.x0,
      y: node.y0,
      width: node.x1 - node.x0,
      height: node.y1 - node.y0,
    };
    return area.width > 0 && area.height > 0 ? [area] : [];
  });
}

function datum(node: FileNode): Datum {
  return { node, bytes: node.size, others: 0, children: [] };
}

/** The largest first, and one for the rest. */
function childData(directory: FileNode, whole: number, most: number, inner: boolean): readonly Datum[] {
  const sized = directory.children.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size);
  const seen = sized.slice(0, most).filter(({ size }, at) => at === 0 || size >= whole * least);
  const rest = sized.slice(seen.length);
  const data: Datum[] = seen.map((node) =>
    inner && node.directory
      ? { ...datum(node), children: childData(node, whole, mostInner, false) }
      : datum(node),
  );
  if (rest.length > 0) {
    const bytes = rest.reduce((sum, { size }) => sum + size, 0);
    data.push({ node: undefined, bytes, others: rest.length, children: [] });
  }
  return data;
}
