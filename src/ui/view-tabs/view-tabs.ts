import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { en } from '../text/en.ts';
import { controls } from '../theme/controls.ts';

export type View = 'project' | 'build' | 'step';

const views: readonly (readonly [View, string])[] = [
  ['project', en.header.viewProject],
  ['build', en.header.viewBuild],
  ['step', en.header.viewStep],
];

/**
 * Which third of the page a narrow window shows.
 *
 * @event view-choose - `detail` is the `View`.
 */
@customElement('dry-view-tabs')
export class ViewTabs extends LitElement {
  static override styles = [
    controls,
    css`
      div {
        display: flex;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }

      button {
        flex: 1;
        min-height: 42px;
        border: 0;
        border-bottom: 2px solid transparent;
        background: none;
        color: var(--ink-soft);
        font-size: 14px;
        cursor: pointer;
      }

      button:focus-visible {
        outline-offset: -3px;
      }

      button[aria-selected='true'] {
        border-bottom-color: var(--accent);
        color: var(--ink);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) shown: View = 'project';

  override render(): TemplateResult {
    return html`<div role="tablist" aria-label=${en.header.views}>
      ${views.map(
        ([id, title]) => html`<button
          type="button"
          role="tab"
          aria-selected=${this.shown === id ? 'true' : 'false'}
          @click=${() => this.dispatchEvent(new CustomEvent('view-choose', { detail: id }))}
        >
          ${title}
        </button>`,
      )}
    </div>`;
  }
}
