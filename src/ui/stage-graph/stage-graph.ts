import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ImageSummary, StageDescription, StepId } from '../../build/events.ts';
import type { StepView } from '../model/build-view.ts';
import type { GraphLayout } from '../model/graph-layout.ts';
import { graphMetrics } from '../model/graph-metrics.ts';
import { type StackedLayer, stackedLayers } from '../model/layer-stack.ts';
import type { NextBuild } from '../model/next-build.ts';
import { shortDigest } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { stageGraphStyles } from './stage-graph.styles.ts';
import '../layer-stack/layer-stack.ts';
import '../step-card/step-card.ts';

type LayoutGraph = typeof import('../model/graph-layout.ts').layoutGraph;

/** Below this width, CSS pixels, stages stand one under the other. */
const stackedBelow = 560;

/**
 * The stages as columns of steps in Dockerfile order, with an edge for every `FROM stage`, `COPY --from` and mount, and
 * the image with its layers where the target stage ends. Up and Down move between the steps of a stage, Left and Right
 * between stages.
 *
 * @event step-choose - A step was chosen; `detail` is its id.
 * @event image-choose - The finished image was chosen.
 */
@customElement('dry-stage-graph')
export class StageGraph extends LitElement {
  static override styles = [controls, stageGraphStyles];

  @property({ attribute: false }) stages: readonly StageDescription[] = [];
  @property({ attribute: false }) steps: ReadonlyMap<StepId, StepView> = new Map();
  @property({ attribute: false }) chosen: StepId | undefined;
  /** The step the editor's cursor is in. */
  @property({ attribute: false }) atCursor: StepId | undefined;

  /** The image, once the build has finished. */
  @property({ attribute: false }) image: ImageSummary | undefined;
  @property({ type: Boolean }) imageChosen = false;
  /** The build has ended, with an image or without. */
  @property({ type: Boolean }) over = false;

  /** What the next build will do with each step. */
  @property({ attribute: false }) next: NextBuild | undefined;
  /** The step that is pointed at, here or in the editor. */
  @property({ attribute: false }) pointed: StepId | undefined;

  @state() private width = 0;
  /** Comes a moment after the element, before there is a build to show. */
  @state() private layoutGraph: LayoutGraph | undefined;
  private readonly observer = new ResizeObserver((entries) => {
    const width = Math.floor(entries[0]?.contentRect.width ?? 0);
    if (width > 0) this.width = width;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
    void this.loadLayout();
  }

  override disconnectedCallback(): void {
    this.observer.disconnect();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const stacked = this.width > 0 && this.width < stackedBelow;
    this.toggleAttribute('stacked', stacked);
    const layers = stackedLayers(this);
    const layout = this.place(layers.length);
    if (!layout) return html`<div class="sheet"></div>`;
    return html`<div
      class="sheet"
      role="group"
      aria-label=${words.graph.label}
      .style=${stacked ? '' : `padding-top: ${layout.top}px; height: ${layout.height}px`}
      @keydown=${this.onKey}
    >
      ${
        stacked
          ? nothing
          : html`<svg class="edges" width=${layout.width} height=${layout.height} aria-hidden="true">
            <defs>${['tip', 'tip-lit'].map(tip)}</defs>
            ${layout.edges.map((edge) => {
              const lit = [edge.from, edge.to].some((end) => end === this.chosen || end === this.pointed);
              return line(edge.path, edge.kind, lit);
            })}
            ${
              layout.toImage
                ? line(
                    layout.toImage.path,
                    'image',
                    this.imageChosen || [this.chosen, this.pointed].includes(layout.toImage.from),
                  )
                : nothing
            }
          </svg>`
      }
      ${this.stages.map((stage) => this.stage(stage, layout.columnWidth, layout.toImage ? undefined : layers))}
      ${
        layout.toImage
          ? html`<section class="product" aria-label=${words.graph.image} .style=${`width: ${layout.columnWidth}px`}>
            ${this.imageCard()} ${this.stack(layers)}
          </section>`
          : nothing
      }
    </div>`;
  }

  /** Brings a step's card into view, once all that is changing now has its place. */
  async reveal(step: StepId): Promise<void> {
    await new Promise((laidOut) => requestAnimationFrame(laidOut));
    await this.updateComplete;
    const card = this.renderRoot.querySelector(`[data-step-id="${CSS.escape(step)}"]`);
    card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private async loadLayout(): Promise<void> {
    this.layoutGraph ??= (await import('../model/graph-layout.ts')).layoutGraph;
  }

  private place(layers: number): GraphLayout | undefined {
    const { imageHeight, stackHeight, stackRowHeight } = graphMetrics;
    return this.layoutGraph?.(
      this.stages,
      this.width,
      imageHeight + (layers === 0 ? 0 : stackHeight + layers * stackRowHeight),
    );
  }

  /** `layers`: of the image, where it stands below the steps of the target. */
  private stage(
    stage: StageDescription,
    width: number,
    layers: readonly StackedLayer[] | undefined,
  ): TemplateResult {
    return html`<section
      aria-label=${words.graph.stageLabel(stage.index, stage.name)}
      data-stage=${stage.index}
      data-needed=${stage.needed ? 'true' : 'false'}
      .style=${`width: ${width}px`}
    >
      <header>
        <h2>${words.graph.stage(stage.index, stage.name)}</h2>
        <span class="base">${stage.needed ? words.graph.from(stage.base) : words.graph.notNeeded}</span>
        ${stage.target && this.stages.length > 1 ? html`<span class="chip">${words.graph.target}</span>` : nothing}
      </header>
      <ol>
        ${stage.steps.map(({ id }) => {
          const step = this.steps.get(id);
          return html`<li>
            <dry-step-card
              data-step-id=${id}
              data-state=${step?.state ?? 'queued'}
              .step=${step}
              .chosen=${id === this.chosen}
              .atCursor=${id === this.atCursor}
              .pointed=${id === this.pointed}
              .next=${this.next?.steps.get(id)}
            ></dry-step-card>
          </li>`;
        })}
      </ol>
      ${stage.target && layers ? [this.imageCard(), this.stack(layers)] : nothing}
    </section>`;
  }

  /** Where the target stage ends: the image. Its place is there from the beginning, so nothing moves. */
  private imageCard(): TemplateResult {
    const { image } = this;
    if (!image)
      return html`<div class="image waiting">${this.over ? words.graph.imageNone : words.graph.imageWaiting}</div>`;
    return html`<button
      type="button"
      class="image"
      aria-pressed=${this.imageChosen ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new CustomEvent('image-choose'))}
    >
      ${icons.mark}
      <span class="image-name">${words.graph.image} <span class="mono">${shortDigest(image.configDigest)}</span></span>
      <span class="image-facts">${words.result.facts(image.layers.length, image.size)}</span>
    </button>`;
  }

  private stack(layers: readonly StackedLayer[]): TemplateResult | typeof nothing {
    if (layers.length === 0) return nothing;
    return html`<dry-layer-stack
      .layers=${layers}
      .chosen=${this.chosen}
      .pointed=${this.pointed}
    ></dry-layer-stack>`;
  }

  private onKey(event: KeyboardEvent): void {
    const moves: Record<string, readonly [number, number]> = {
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
    };
    const move = moves[event.key];
    const card = event
      .composedPath()
      .find((target) => target instanceof Element && target.matches('dry-step-card'));
    if (!move || !(card instanceof HTMLElement)) return;
    const id = card.dataset.stepId;
    const column = this.stages.findIndex((stage) => stage.steps.some((step) => step.id === id));
    const row = this.stages[column]?.steps.findIndex((step) => step.id === id) ?? -1;
    const steps = this.stages[column + move[0]]?.steps;
    const next = steps?.[Math.min(row + move[1], steps.length - 1)]?.id;
    if (next === undefined) return;
    event.preventDefault();
    const target = this.renderRoot.querySelector(`[data-step-id="${CSS.escape(next)}"]`);
    target?.shadowRoot?.querySelector('button')?.focus();
  }
}

function line(path: string, kind: string, lit: boolean): TemplateResult {
  return svg`<path class="${kind}${lit ? ' lit' : ''}" d=${path} marker-end="url(#${lit ? 'tip-lit' : 'tip'})"></path>`;
}

function tip(id: string): TemplateResult {
  return svg`<marker id=${id} viewBox="0 0 8 8" refX="6" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
    <path d="M0,0.5 L7.500,4 L0,7.500z"></path>
  </marker>`;
}
