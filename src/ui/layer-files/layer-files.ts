import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { StepId } from '../../build/events.ts';
import type { Engine, FilesystemEntry } from '../../worker/protocol.ts';
import { type FileScope, type FileSource, stepSource } from '../model/file-source.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import '../file-tree/file-tree.ts';
import '../file-viewer/file-viewer.ts';

type Listing =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly entries: readonly FilesystemEntry[] };

/** The files of a step's layer, or of any other source: their tree, and beside it the file that was chosen. */
@customElement('dry-layer-files')
export class LayerFiles extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        position: relative;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        grid-template-rows: minmax(0, 1fr);
        min-width: 0;
        min-height: 0;
        container-type: inline-size;
      }

      :host([viewing]) {
        grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
      }

      dry-file-viewer {
        border-left: 1px solid var(--line);
      }

      @container (max-width: 600px) {
        dry-file-viewer {
          position: absolute;
          inset: 0;
          border-left: 0;
        }
      }
    `,
  ];

  /** With `step`: shows what the step did. */
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) step: StepId | undefined;
  /** Shows these files instead. */
  @property({ attribute: false }) source: FileSource | undefined;
  /** The file that is shown beside the tree. */
  @property({ attribute: false }) shown: FilesystemEntry | undefined;

  @state() private scope: FileScope = 'layer';
  @state() private listing: Listing = { kind: 'none' };
  @query('dry-file-tree') private readonly tree!: HTMLElement | null;
  private current: FileSource | undefined;
  /** The last question asked; an answer to an earlier one is dropped. */
  private asked = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('step') || changed.has('engine') || changed.has('source')) this.takeSource();
    this.toggleAttribute('viewing', this.shown !== undefined);
  }

  private takeSource(): void {
    const { engine, step, source } = this;
    const next = source ?? (engine && step !== undefined ? stepSource(engine, step) : undefined);
    if (next && next.key === this.current?.key && source !== undefined) return;
    this.current = next;
    this.shown = undefined;
    void this.load();
  }

  override render(): TemplateResult | typeof nothing {
    const { listing } = this;
    switch (listing.kind) {
      case 'none':
        return nothing;
      case 'loading':
        return html`<div><progress aria-label=${words.layer.loading}></progress></div>`;
      case 'failed':
        return html`<p class="empty" role="alert">${listing.message}</p>`;
      case 'ready':
        return html`<dry-file-tree
            .entries=${listing.entries}
            .none=${this.source ? words.layer.emptyLayer : words.layer.empty}
            @file-choose=${(event: CustomEvent<FilesystemEntry>) => {
              this.shown = event.detail;
            }}
          >
            ${this.scopeChoice()}
          </dry-file-tree>
          ${
            this.shown
              ? html`<dry-file-viewer
                .source=${this.current}
                .entry=${this.shown}
                @close=${() => {
                  this.shown = undefined;
                  this.tree?.focus();
                }}
              ></dry-file-viewer>`
              : nothing
          }`;
    }
  }

  private scopeChoice(): TemplateResult {
    return html`<select
      aria-label=${words.layer.scope}
      @change=${(event: Event) => {
        this.scope = (event.target as HTMLSelectElement).value === 'filesystem' ? 'filesystem' : 'layer';
        void this.load();
      }}
    >
      <option value="layer" ?selected=${this.scope === 'layer'}>
        ${this.source ? words.layer.scopeThisLayer : words.layer.scopeLayer}
      </option>
      <option value="filesystem" ?selected=${this.scope === 'filesystem'}>${words.layer.scopeAll}</option>
    </select>`;
  }

  private async load(): Promise<void> {
    const ask = ++this.asked;
    const { current, scope } = this;
    if (!current) {
      this.listing = { kind: 'none' };
      return;
    }
    // A listing that is there stays until the next one is: nothing jumps.
    if (this.listing.kind !== 'ready') this.listing = { kind: 'loading' };
    try {
      const entries = await current.list(scope);
      if (ask === this.asked) this.listing = { kind: 'ready', entries };
    } catch (error) {
      if (ask !== this.asked) return;
      this.listing = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }
}
