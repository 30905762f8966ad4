import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';

/** A tab: what it shows, and its title in the language of the moment. */
interface ViewTab {
  readonly id: string;
  readonly title: () => string;
}

/** A narrow page shows the build in three parts; a wide one has room for all of them. */
const parts: readonly ViewTab[] = [
  { id: 'project', title: () => words.header.viewProject },
  { id: 'build', title: () => words.header.viewBuild },
  { id: 'step', title: () => words.header.viewStep },
];

/**
 * What the page shows: the build, or one of the areas beside it.
 *
 * @event view-choose - `detail` is the id of the chosen view. Bubbles.
 * @event expand - Give the main part the whole page, or take it back.
 */
@customElement('dry-view-tabs')
export class ViewTabs extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }

      .tabs {
        display: flex;
        flex: 1;
        min-width: 0;
        overflow-x: auto;
        scrollbar-width: none;
      }

      .tabs button {
        flex: none;
        min-height: 36px;
        padding: 0 14px;
        border: 0;
        border-bottom: 2px solid transparent;
        background: none;
        color: var(--ink-soft);
        font-size: 13px;
        cursor: pointer;
      }

      .tabs button:hover {
        color: var(--ink);
      }

      .tabs button:focus-visible {
        outline-offset: -3px;
      }

      .tabs button[aria-selected='true'] {
        border-bottom-color: var(--accent);
        color: var(--ink);
        font-weight: 600;
      }

      .part {
        display: none;
      }

      .expand {
        flex: none;
        align-self: center;
        margin-right: 6px;
      }

      @container (max-width: 760px) {
        .tabs button {
          flex: 1 0 auto;
          min-height: 42px;
          padding: 0 10px;
          font-size: 14px;
        }

        .part {
          display: block;
        }

        .expand {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) shown = 'project';
  @property({ attribute: false }) areas: readonly ViewTab[] = [];
  @property({ type: Boolean }) expanded = false;
  /** Files, build and step are views of their own; on a wide page they are one. */
  @state() private isNarrow = false;
  private readonly observer = new ResizeObserver(() => this.measure());

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  override firstUpdated(): void {
    this.measure();
  }

  override render(): TemplateResult {
    const label = this.expanded ? words.header.shrink : words.header.expand;
    return html`<div class="tabs" role="tablist" aria-label=${words.header.views} @keydown=${this.onKey}>
        ${[...parts, ...this.areas].map((tab) => this.tab(tab))}
      </div>
      <button
        type="button"
        class="button icon expand"
        aria-pressed=${this.expanded ? 'true' : 'false'}
        aria-label=${label}
        title=${label}
        @click=${() => this.dispatchEvent(new CustomEvent('expand'))}
      >
        ${this.expanded ? icons.shrink : icons.widen}
      </button>`;
  }

  private tab({ id, title }: ViewTab): TemplateResult {
    const selected = id === this.current();
    return html`<button
      type="button"
      role="tab"
      class=${id === 'project' || id === 'step' ? 'part' : ''}
      data-view=${id}
      aria-selected=${selected ? 'true' : 'false'}
      tabindex=${selected ? 0 : -1}
      @click=${() => this.choose(id)}
    >
      ${title()}
    </button>`;
  }

  private current(): string {
    return this.isNarrow || (this.shown !== 'project' && this.shown !== 'step') ? this.shown : 'build';
  }

  /** The width at which it is narrow is known to the styles alone. */
  private measure(): void {
    const part = this.renderRoot.querySelector<HTMLElement>('.part');
    this.isNarrow = part !== null && part.offsetParent !== null;
  }

  private onKey(event: KeyboardEvent): void {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (move === 0) return;
    event.preventDefault();
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('[role="tab"]')].filter(
      (tab) => tab.offsetParent !== null,
    );
    const at = tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true');
    const next = tabs[(at + move + tabs.length) % tabs.length];
    next?.focus();
    if (next?.dataset.view) this.choose(next.dataset.view);
  }

  private choose(id: string): void {
    this.dispatchEvent(new CustomEvent('view-choose', { detail: id, bubbles: true }));
  }
}
