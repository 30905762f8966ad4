import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ContainerInfo, Engine } from '../../worker/protocol.ts';
import { containerDesk } from '../model/container-desk.ts';
import type { DockState } from '../model/dock-state.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import '../container-view/container-view.ts';
import '../run-form/run-form.ts';

/** Containers: the form that starts one, the list of those there are, and the chosen one. */
@customElement('dry-run-area')
export class RunArea extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        min-height: 0;
        container-type: inline-size;
        background: var(--surface);
        overflow: auto;
      }

      .area {
        display: grid;
        grid-template-columns: minmax(240px, 320px) minmax(0, 1fr);
        height: 100%;
        min-height: 0;
      }

      .side {
        display: grid;
        align-content: start;
        gap: 18px;
        padding: 14px;
        border-right: 1px solid var(--line);
        overflow: auto;
      }

      h2 {
        margin-bottom: 6px;
        font-size: 14px;
        font-weight: 650;
      }

      li button {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 2px 8px;
        width: 100%;
        min-height: 36px;
        padding: 4px 8px;
        border: 1px solid transparent;
        border-radius: var(--radius-small);
        background: none;
        font-size: 13px;
        text-align: start;
        cursor: pointer;
      }

      li button:hover {
        background: var(--hover);
      }

      li button[aria-current='true'] {
        border-color: var(--accent);
        background: var(--accent-wash);
      }

      li .dot {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--muted);
      }

      li .dot.running {
        background: var(--done);
      }

      li .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      li .state {
        color: var(--ink-soft);
        font-size: 12px;
      }

      li .image {
        grid-column: 2 / -1;
        color: var(--ink-soft);
        font: 12px var(--mono);
        overflow-wrap: anywhere;
      }

      dry-container-view {
        min-height: 380px;
      }

      /* Too narrow for both: the container first, when there is one. */
      @container (max-width: 760px) {
        .area {
          grid-template-columns: minmax(0, 1fr);
          height: auto;
        }

        .side {
          border-right: 0;
        }

        .area.busy .side {
          order: 1;
          border-top: 1px solid var(--line);
        }

        dry-container-view {
          height: 460px;
        }
      }
    `,
  ];

  @property({ attribute: false }) dock: DockState | undefined;
  @state() private containers: readonly ContainerInfo[] = [];
  @state() private areLost = false;
  @state() private chosen = '';
  @state() private names: readonly string[] = [];
  private engine: Engine | undefined;
  private readonly onChange = (): void => {
    if (this.engine === undefined) return;
    const desk = containerDesk(this.engine);
    const known = new Set(this.containers.map(({ id }) => id));
    this.containers = desk.containers;
    this.areLost = desk.areLost;
    const [newest] = this.containers;
    const isThere = this.containers.some(({ id }) => id === this.chosen);
    // One that was started just now, here or on the command line, is what the person wants to see.
    if (newest !== undefined && (!isThere || !known.has(newest.id))) this.chosen = newest.id;
  };

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('dock') || this.dock?.engine === this.engine) return;
    this.unwatch();
    this.engine = this.dock?.engine;
    this.watch();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unwatch();
  }

  private watch(): void {
    if (this.engine === undefined) return;
    containerDesk(this.engine).addEventListener('change', this.onChange);
    this.onChange();
    void this.loadNames();
  }

  private unwatch(): void {
    if (this.engine !== undefined) containerDesk(this.engine).removeEventListener('change', this.onChange);
  }

  private readonly loadNames = async (): Promise<void> => {
    const kept = await this.engine?.images().catch(() => []);
    const bundled = this.dock?.images ?? [];
    this.names = [
      ...new Set([...(kept ?? []).flatMap(({ names }) => names), ...bundled.map(({ name }) => name)]),
    ];
  };

  override render(): TemplateResult {
    const isBusy = this.containers.length > 0;
    return html`<div class="area ${isBusy ? 'busy' : ''}"><div class="side">
        <dry-run-form
          .dock=${this.dock}
          .images=${this.names}
          @container-started=${(event: CustomEvent<string>) => {
            this.chosen = event.detail;
          }}
        ></dry-run-form>
        <section aria-label=${words.run.list}>
          <h2>${words.run.list}</h2>
          ${this.areLost ? html`<p role="alert">${words.run.lost}</p>` : nothing}
          ${
            this.containers.length === 0
              ? html`<p class="empty">${words.run.none}</p>`
              : html`<ul>${this.containers.map((container) => this.row(container))}</ul>`
          }
        </section>
      </div>
      <dry-container-view
        .engine=${this.engine}
        .container=${this.containers.find(({ id }) => id === this.chosen)}
        @image-committed=${this.loadNames}
        ?hidden=${!isBusy}
      ></dry-container-view></div>`;
  }

  private row({ id, name, image, state: life, exitCode = 0 }: ContainerInfo): TemplateResult {
    return html`<li>
      <button
        type="button"
        aria-current=${id === this.chosen ? 'true' : 'false'}
        @click=${() => {
          this.chosen = id;
        }}
      >
        <span class="dot ${life}"></span>
        <span class="name">${name}</span>
        <span class="state">${life === 'running' ? words.run.running : words.run.exited(exitCode)}</span>
        <span class="image">${image}</span>
      </button>
    </li>`;
  }
}
