import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { writeClipboard } from '../copy-button/write-clipboard.ts';
import type { CommandLog } from '../model/command-log.ts';
import type { CommandSession } from '../model/command-session.ts';
import type { DockState } from '../model/dock-state.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';

/**
 * The line at the bottom of the page: the docker command that does at home what the page does, and above it, when it
 * is opened, a command line where such commands can be typed.
 *
 * @event command-toggle - Open the command line, or close it.
 * @event command-build - A typed `docker build`; `detail` is the `BuildCommand`. Bubbles.
 * @event command-run - A typed `docker run` started a container with a terminal. Bubbles; who shows it cancels it.
 */
@customElement('dry-command-bar')
export class CommandBar extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        border-top: 1px solid var(--line);
        background: var(--surface);
      }

      :host([expanded]) {
        block-size: 300px;
      }

      dry-command-console {
        flex: 1;
        min-height: 0;
      }

      .line {
        display: flex;
        flex: none;
        align-items: center;
        gap: 8px;
        min-height: 36px;
        padding: 3px 8px 3px 16px;
      }

      :host([expanded]) .line {
        order: -1;
        border-bottom: 1px solid var(--line);
      }

      .name {
        flex: none;
        color: var(--ink-soft);
        font-size: 12px;
      }

      code {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        font-family: var(--mono);
        font-size: 12.5px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .sign {
        color: var(--muted);
        user-select: none;
      }

      .copied {
        flex: none;
        color: var(--done);
        font-size: 12px;
      }

      .copied:empty {
        display: none;
      }

      .toggle svg {
        transform: rotate(-90deg);
      }

      :host([expanded]) .toggle svg {
        transform: rotate(90deg);
      }

      @container (max-width: 760px) {
        .line {
          padding-left: 12px;
        }

        .name {
          display: none;
        }
      }
    `,
  ];

  /** The command that does the same at home. */
  @property({ attribute: false }) line = '';
  @property({ attribute: false }) session: CommandSession | undefined;
  @property({ attribute: false }) log: CommandLog | undefined;
  @property({ attribute: false }) dock: DockState | undefined;
  @property({ type: Boolean, reflect: true }) expanded = false;
  @state() private copied = false;

  override render(): TemplateResult {
    const label = this.expanded ? words.command.close : words.command.open;
    return html`${
      this.expanded
        ? html`<dry-command-console .session=${this.session} .log=${this.log} .dock=${this.dock}></dry-command-console>`
        : nothing
    }
      <div class="line">
        <span class="name" id="name">${words.command.atHome}</span>
        <code aria-labelledby="name" title=${this.line}><span class="sign" aria-hidden="true">$ </span>${this.line}</code>
        <span class="copied" role="status">${this.copied ? words.command.copied : ''}</span>
        <button
          type="button"
          class="button icon small"
          aria-label=${words.command.copy}
          title=${words.command.copy}
          @click=${this.copy}
        >
          ${icons.copy}
        </button>
        <button
          type="button"
          class="button icon small toggle"
          aria-expanded=${this.expanded ? 'true' : 'false'}
          aria-label=${label}
          title=${label}
          @click=${this.toggle}
        >
          ${icons.chevron}
        </button>
      </div>`;
  }

  private toggle(): void {
    void import('../command-console/command-console.ts');
    this.dispatchEvent(new CustomEvent('command-toggle'));
  }

  private async copy(): Promise<void> {
    await writeClipboard(this.line);
    this.copied = true;
    setTimeout(() => {
      this.copied = false;
    }, 2000);
  }
}
