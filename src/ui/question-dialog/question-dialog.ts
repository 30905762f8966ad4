import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';

export interface Question<Answer> {
  readonly title: string;
  readonly body?: string;
  /** The last one is what most people want. */
  readonly choices: readonly { readonly label: string; readonly answer: Answer }[];
}

/** Asks one question at a time, in a dialog that nothing else can be done beside. Cancel is always there. */
@customElement('dry-question-dialog')
export class QuestionDialog extends LitElement {
  static override styles = [
    controls,
    css`
      dialog {
        width: min(440px, calc(100vw - 32px));
        padding: 20px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--raised);
        color: var(--ink);
        box-shadow: var(--shadow);
        font-size: 14px;
        line-height: 1.5;
        overflow-wrap: anywhere;
      }

      dialog::backdrop {
        background: #06121a99;
      }

      h3 {
        margin-bottom: 6px;
        font-size: 16px;
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
        margin-top: 18px;
      }
    `,
  ];

  @state() private question: Question<() => void> | undefined;
  @query('dialog') private readonly dialog!: HTMLDialogElement | null;
  private close: () => void = () => undefined;

  /** The answer that was chosen; undefined when the dialog was left without one. */
  async ask<Answer>(question: Question<Answer>): Promise<Answer | undefined> {
    let chosen: Answer | undefined;
    const closed = new Promise<void>((resolve) => {
      this.close = resolve;
    });
    this.question = {
      ...question,
      choices: question.choices.map(({ label, answer }) => ({
        label,
        answer: () => {
          chosen = answer;
        },
      })),
    };
    await this.updateComplete;
    this.dialog?.showModal();
    await closed;
    this.question = undefined;
    return chosen;
  }

  override render(): TemplateResult {
    const { title = '', body, choices = [] } = this.question ?? {};
    return html`<dialog aria-labelledby="title" @close=${() => this.close()}>
      <h3 id="title">${title}</h3>
      ${body === undefined ? nothing : html`<p>${body}</p>`}
      <div class="choices">
        <button type="button" class="button" @click=${() => this.dialog?.close()}>${words.actions.cancel}</button>
        ${choices.map(
          ({ label, answer }, at) => html`<button
            type="button"
            class="button ${at === choices.length - 1 ? 'primary' : ''}"
            @click=${() => {
              answer();
              this.dialog?.close();
            }}
          >
            ${label}
          </button>`,
        )}
      </div>
    </dialog>`;
  }
}
