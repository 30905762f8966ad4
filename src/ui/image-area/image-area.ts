import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StepId } from '../../build/events.ts';
import type { FilesystemEntry, ImageAt, ImageAudit, InspectedImage } from '../../worker/protocol.ts';
import type { DockState } from '../model/dock-state.ts';
import { historyText, inspectText } from '../model/docker-output.ts';
import { layerSource } from '../model/file-source.ts';
import { imageMoments, lastMoment } from '../model/image-moments.ts';
import { shortDigest } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { imageAreaStyles } from './image-area.styles.ts';
import '../docker-output/docker-output.ts';
import '../image-document/image-document.ts';
import '../image-history/image-history.ts';
import '../layer-files/layer-files.ts';
import '../layer-list/layer-list.ts';
import '../wasted-space/wasted-space.ts';

type ViewId = 'files' | 'sizes' | 'waste' | 'history' | 'config' | 'manifest' | 'inspect';
const views: readonly ViewId[] = ['files', 'sizes', 'waste', 'history', 'config', 'manifest', 'inspect'];

/** Letters of a step's text in the choice of moments. */
const optionLength = 60;

type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly image: InspectedImage };

/**
 * The finished image, or the image as it was after a step, looked into: its layers and their files, sizes as a map, what is wasted, how it came to be, and
 * its config and manifest with every field explained.
 *
 * @event image-choose - Show where the image can be downloaded and pushed. Bubbles and is composed.
 * @event line-choose - Show a line of the Dockerfile; `detail` is the line. Bubbles and is composed.
 * @event step-choose - Show a step; `detail` is its id. Bubbles and is composed.
 */
@customElement('dry-image-area')
export class ImageArea extends LitElement {
  static override styles = [controls, imageAreaStyles];

  @property({ attribute: false }) dock: DockState | undefined;

  /** Undefined where nothing can be looked into. */
  @state() private at: ImageAt | undefined;
  @state() private view: ViewId = 'files';
  @state() private layer = 0;
  @state() private answer: Answer = { kind: 'none' };
  @state() private audit: ImageAudit | undefined;
  @state() private auditFailure = '';
  /** The whole filesystem, for the map. */
  @state() private sizes: readonly FilesystemEntry[] | undefined;
  @state() private noTrunc = false;
  /** A file that was chosen on the map. */
  @state() private chosen: FilesystemEntry | undefined;
  private asked = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('dock')) return;
    const { dock } = this;
    const before = changed.get('dock');
    const isNew = before?.view.image !== dock?.view.image || before?.view.phase !== dock?.view.phase;
    if (before === undefined || isNew || before.engine !== dock?.engine) {
      this.look(dock && lastMoment(dock.view));
    }
  }

  override render(): TemplateResult {
    const { answer, dock } = this;
    switch (answer.kind) {
      case 'none':
        return this.nothingYet(dock);
      case 'loading':
        return html`<progress aria-label=${words.image.loading}></progress>`;
      case 'failed':
        return html`<p class="empty" role="alert">${answer.message}</p>`;
      case 'ready':
        return html`${this.head(answer.image)} ${this.tabs()}
          <div class="panel ${this.view}" id="panel" role="tabpanel" aria-labelledby="tab-${this.view}">
            ${this.panel(answer.image)}
          </div>`;
    }
  }

  private nothingYet(dock: DockState | undefined): TemplateResult {
    const text = words.image;
    const { phase } = dock?.view ?? {};
    if (phase === 'running') return html`<p class="empty">${text.building}</p>`;
    const failed = phase === 'failed' || phase === 'cancelled';
    return html`<div class="empty">
      ${icons.stock}
      <h2>${failed ? text.notBuilt : text.nothingBuilt}</h2>
      <p>${failed ? text.notBuiltBody : text.nothingBuiltBody}</p>
    </div>`;
  }

  private head(image: InspectedImage): TemplateResult {
    const bytes = image.layers.reduce((sum, { size }) => sum + size, 0);
    return html`<div class="head">
      ${this.moments()}
      <p class="facts">
        ${image.names.map((name) => html`<b class="mono">${name}</b>`)}
        <span>${words.image.id} <span class="mono" title=${image.id}>${shortDigest(image.id)}</span></span>
        <span>${words.image.facts(image.layers.length, bytes)}</span>
      </p>
      ${
        this.at === 'finished'
          ? html`<button
            type="button"
            class="button small"
            @click=${() => this.dispatchEvent(new CustomEvent('image-choose', { bubbles: true, composed: true }))}
          >
            ${icons.download}${words.image.takeOut}
          </button>`
          : nothing
      }
    </div>`;
  }

  /** The finished image, or the image as it was after a step. */
  private moments(): TemplateResult | typeof nothing {
    const { view } = this.dock ?? {};
    if (!view) return nothing;
    const option = (value: ImageAt, text: string) =>
      html`<option value=${value} ?selected=${value === this.at}>${text}</option>`;
    return html`<select
      class="field moments"
      aria-label=${words.image.moment}
      @change=${(event: Event) => this.look((event.target as HTMLSelectElement).value)}
    >
      ${view.image ? option('finished', words.image.finished) : nothing}
      ${imageMoments(view).map(
        ({ stage, steps }) => html`<optgroup label=${words.graph.stage(stage.index, stage.name)}>
          ${steps.map(({ id, text }) => option(id, text.slice(0, optionLength)))}
        </optgroup>`,
      )}
    </select>`;
  }

  private tabs(): TemplateResult {
    return html`<div class="tabs" role="tablist" aria-label=${words.image.views} @keydown=${this.onTabKey}>
      ${views.map(
        (id) => html`<button
          type="button"
          role="tab"
          id="tab-${id}"
          aria-controls="panel"
          aria-selected=${id === this.view ? 'true' : 'false'}
          tabindex=${id === this.view ? 0 : -1}
          @click=${() => this.show(id)}
        >
          ${words.image.view[id]}
        </button>`,
      )}
    </div>`;
  }

  private panel(image: InspectedImage): TemplateResult {
    const { engine } = this.dock ?? {};
    if (!engine) return html``;
    switch (this.view) {
      case 'files':
        return html`<dry-layer-list
            .layers=${image.layers}
            .audit=${this.audit}
            .chosen=${this.layer}
            .lineOf=${this.lineOf}
            @layer-choose=${this.onLayer}
          ></dry-layer-list>
          ${
            image.layers.length === 0
              ? html`<p class="empty">${words.layer.emptyLayer}</p>`
              : html`<dry-layer-files
                .source=${this.source(image)}
                .shown=${this.chosen}
                @step-choose=${() => {
                  this.chosen = undefined;
                }}
              ></dry-layer-files>`
          }`;
      case 'sizes':
        return this.sizes === undefined
          ? html`<progress aria-label=${words.image.loading}></progress>`
          : html`<dry-size-map .entries=${this.sizes} @file-choose=${this.onMapFile}></dry-size-map>`;
      case 'waste':
        return this.auditFailure === ''
          ? html`${this.audit ? nothing : html`<progress aria-label=${words.image.loading}></progress>`}
              <dry-wasted-space
                .waste=${this.audit?.waste}
                .layers=${image.layers}
                @layer-choose=${this.onLayer}
              ></dry-wasted-space>`
          : html`<p class="empty" role="alert">${this.auditFailure}</p>`;
      case 'history':
        return this.history(image);
      case 'config':
        return html`<dry-image-document .json=${image.config} .digest=${image.id} .kind=${'config'}></dry-image-document>`;
      case 'manifest':
        return html`<dry-image-document
          .json=${image.manifest}
          .digest=${image.manifestDigest}
          .kind=${'manifest'}
        ></dry-image-document>`;
      case 'inspect':
        return this.dockerOutput(
          `docker image inspect ${nameOf(image)}`,
          words.image.docker.inspect,
          (audit) => inspectText(image, audit),
        );
    }
  }

  private history(image: InspectedImage): TemplateResult {
    return html`<dry-image-history .image=${image}></dry-image-history>
      <label class="check">
        <input
          type="checkbox"
          .checked=${this.noTrunc}
          @change=${(event: Event) => {
            this.noTrunc = (event.target as HTMLInputElement).checked;
          }}
        />
        ${words.image.history.noTrunc}
      </label>
      ${this.dockerOutput(
        `docker history ${this.noTrunc ? '--no-trunc ' : ''}${nameOf(image)}`,
        words.image.docker.history,
        (audit) => historyText(image, audit, { noTrunc: this.noTrunc, now: Date.now() }),
      )}`;
  }

  /** What Docker prints, once the sizes of the layers are known. */
  private dockerOutput(command: string, note: string, print: (audit: ImageAudit) => string): TemplateResult {
    if (this.auditFailure !== '') return html`<p class="empty" role="alert">${this.auditFailure}</p>`;
    const printed = this.audit ? print(this.audit) : '';
    return html`<dry-docker-output .command=${command} .printed=${printed}>${note}</dry-docker-output>`;
  }

  private readonly lineOf = (step: StepId): number | undefined => {
    const { view } = this.dock ?? {};
    return view?.steps.get(step)?.description.range.start.line;
  };

  private source(image: InspectedImage) {
    const { engine } = this.dock ?? {};
    const layer = Math.min(this.layer, image.layers.length - 1);
    if (this.sourceOf?.image !== image || this.sourceOf.layer !== layer) {
      const { at } = this;
      const files = engine && at !== undefined ? layerSource(engine, at, layer, this.lineOf) : undefined;
      this.sourceOf = { image, layer, files: files && { ...files, key: `${at} ${image.id} ${layer}` } };
    }
    return this.sourceOf.files;
  }

  private sourceOf:
    | {
        readonly image: InspectedImage;
        readonly layer: number;
        readonly files: ReturnType<typeof layerSource> | undefined;
      }
    | undefined;

  private readonly onLayer = (event: CustomEvent<number>): void => {
    this.layer = event.detail;
    this.chosen = undefined;
    this.view = 'files';
  };

  /** A file of the map is shown in the topmost layer, whose filesystem the map is of. */
  private readonly onMapFile = (event: CustomEvent<FilesystemEntry>): void => {
    if (this.answer.kind === 'ready') this.layer = this.answer.image.layers.length - 1;
    this.view = 'files';
    void this.updateComplete.then(() => {
      this.chosen = event.detail;
    });
  };

  private show(view: ViewId): void {
    this.view = view;
    if (view === 'sizes') void this.loadSizes();
  }

  private onTabKey(event: KeyboardEvent): void {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (move === 0) return;
    event.preventDefault();
    const next = views[(views.indexOf(this.view) + move + views.length) % views.length];
    if (!next) return;
    this.show(next);
    this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }

  private look(at: ImageAt | undefined): void {
    this.at = at;
    void this.load();
  }

  private async load(): Promise<void> {
    const ask = ++this.asked;
    const { at } = this;
    const { engine } = this.dock ?? {};
    this.audit = undefined;
    this.auditFailure = '';
    this.sizes = undefined;
    this.chosen = undefined;
    if (!engine || at === undefined) {
      this.answer = { kind: 'none' };
      return;
    }
    if (this.answer.kind !== 'ready') this.answer = { kind: 'loading' };
    try {
      const image = await engine.inspectImage(at);
      if (ask !== this.asked) return;
      this.answer = { kind: 'ready', image };
      this.layer = image.layers.length - 1;
      if (this.view === 'sizes') void this.loadSizes();
      const audit = await engine.auditImage(at);
      if (ask === this.asked) this.audit = audit;
    } catch (error) {
      if (ask !== this.asked) return;
      const message = error instanceof Error ? error.message : String(error);
      if (this.answer.kind === 'ready') this.auditFailure = message;
      else this.answer = { kind: 'failed', message };
    }
  }

  private async loadSizes(): Promise<void> {
    const ask = this.asked;
    const { at } = this;
    const { engine } = this.dock ?? {};
    if (!engine || at === undefined || this.answer.kind !== 'ready' || this.sizes) return;
    const top = this.answer.image.layers.length - 1;
    const [entries] = await Promise.all([
      top < 0 ? [] : engine.layerFiles(at, top, 'filesystem'),
      import('../size-map/size-map.ts'),
    ]);
    if (ask === this.asked) this.sizes = entries;
  }
}

/** As a person types it. */
function nameOf({ names, id }: InspectedImage): string {
  return names[0]?.replace(/:latest$/, '') ?? shortDigest(id);
}
