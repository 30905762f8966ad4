/** Sizes of the stage graph, CSS pixels: the styles and the layout must agree on them. */
export const graphMetrics = {
  columnWidth: { least: 232, most: 420 },
  columnGap: 56,
  headerHeight: 38,
  /** A step that can add a layer, and FROM. */
  cardHeight: 52,
  /** A step that only changes the config. */
  slimCardHeight: 30,
  cardGap: 6,
  /** The image below the target stage, its distance included. */
  imageHeight: 58,
  /** Where an edge meets the image. */
  imageMiddle: 24,
  /** The stack under the image, without its rows: title and scale. */
  stackHeight: 50,
  stackRowHeight: 24,
  padding: 16,
  /** Distance of edges that pass a column side by side. */
  lane: 12,
} as const;

export function cardHeight(step: { readonly addsLayer: boolean; readonly instruction: string }): number {
  return step.addsLayer || step.instruction === 'FROM'
    ? graphMetrics.cardHeight
    : graphMetrics.slimCardHeight;
}
