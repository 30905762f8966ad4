import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { bindings } from '../model/key-bindings.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';

/** All keys of the page, in a dialog. */
@customElement('dry-key-map')
export class KeyMap extends LitElement {
  static override styles = [
    controls,
    css`
      dialog {
        width: min(560px, calc(100vw - 32px));
        max-height: calc(100dvh - 48px);
        padding: 18px 22px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        overflow: auto;
        background: var(--raised);
        box-shadow: var(--shadow);
        color: var(--ink);
        font-size: 13.5px;
      }

      dialog::backdrop {
        background: #06121a99;
      }

      h3 {
        font-size: 17px;
      }

      h4 {
        margin: 16px 0 4px;
        color: var(--ink-soft);
        font-size: 12px;
      }

      .row {
        display: grid;
        grid-template-columns: 168px minmax(0, 1fr);
        gap: 12px;
        padding: 5px 0;
        border-top: 1px solid var(--line);
      }

      dt {
        font-family: var(--mono);
        font-size: 12.5px;
      }

      .close {
        display: flex;
        justify-content: flex-end;
        margin-top: 18px;
      }
    `,
  ];

  @query('dialog') private readonly dialog!: HTMLDialogElement | null;

  show(): void {
    if (!this.dialog?.open) this.dialog?.showModal();
  }

  override render(): TemplateResult {
    const { keys, actions } = words;
    return html`<dialog aria-labelledby="title">
      <h3 id="title">${keys.title}</h3>
      ${this.group(
        keys.groups.page,
        bindings.map((binding) => [binding.keys, keys[binding.action]]),
      )}
      ${this.group(keys.groups.parts, [
        ['↑ ↓ ← →', keys.move],
        ['← →', keys.openClose],
        ['Home, End', keys.ends],
        ['Enter', keys.choose],
      ])}
      ${this.group(keys.groups.editor, [
        ['Ctrl + Space', keys.complete],
        ['Ctrl/⌘ + F', keys.find],
        ['Tab', keys.leave],
      ])}
      <div class="close">
        <button type="button" class="button" autofocus @click=${() => this.dialog?.close()}>
          ${actions.close}
        </button>
      </div>
    </dialog>`;
  }

  private group(title: string, rows: readonly (readonly [string, string])[]): TemplateResult {
    return html`<h4>${title}</h4>
      <dl>${rows.map(([pressed, what]) => html`<div class="row"><dt>${pressed}</dt><dd>${what}</dd></div>`)}</dl>`;
  }
}
