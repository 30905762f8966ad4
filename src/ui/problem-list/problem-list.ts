import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { BuildProblem } from '../../build/events.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import '../platform-choice/platform-choice.ts';

/**
 * Why a build failed and what to do now, each with the way to its line and its log.
 *
 * @event problem-line - Show it in the editor; `detail` is the problem.
 * @event image-platform - Take an image for another platform; `detail` has `image` and `platform`. Bubbles.
 * @event problem-log - Open the log of its step; `detail` is the problem.
 */
@customElement('dry-problem-list')
export class ProblemList extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        max-height: 45%;
        padding: 12px 16px;
        overflow: auto;
        border-bottom: 1px solid color-mix(in oklab, var(--failed), transparent 65%);
        background: var(--failed-wash);
        font-size: 13px;
        line-height: 1.5;
      }

      h3 {
        display: flex;
        align-items: center;
        gap: 8px;
        color: var(--failed);
        font-size: 14px;
        font-weight: 650;
      }

      li {
        margin-top: 6px;
        padding-left: 24px;
      }

      .message {
        font-family: var(--mono);
        font-size: 12.5px;
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .explanation {
        margin-top: 2px;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }

      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin-top: 4px;
      }
    `,
  ];

  @property({ attribute: false }) problems: readonly BuildProblem[] = [];

  override render(): TemplateResult | typeof nothing {
    if (this.problems.length === 0) return nothing;
    return html`<h3>${icons.alert}${words.problems.title(this.problems.length)}</h3>
      <ul>
        ${this.problems.map((problem) => this.problem(problem))}
      </ul>`;
  }

  private problem(problem: BuildProblem): TemplateResult {
    const line = problem.range?.start.line;
    return html`<li data-code=${problem.code}>
      <div class="message">${problem.message}</div>
      <div class="explanation">${problem.explanation}</div>
      ${problem.platforms === undefined ? nothing : this.platforms(problem.platforms)}
      <div class="ways">
        ${
          line === undefined
            ? nothing
            : html`<button type="button" class="link" @click=${() => this.tell('problem-line', problem)}>
              ${words.problems.at(problem.file ?? 'Dockerfile', line)}
            </button>`
        }
        ${
          problem.step === undefined
            ? nothing
            : html`<button type="button" class="link" @click=${() => this.tell('problem-log', problem)}>
              ${words.problems.openLog}
            </button>`
        }
      </div>
    </li>`;
  }

  private platforms({ image, available }: NonNullable<BuildProblem['platforms']>): TemplateResult {
    return html`<dry-platform-choice
      .platforms=${available}
      @platform-choose=${(event: CustomEvent<string>) =>
        this.dispatchEvent(
          new CustomEvent('image-platform', {
            detail: { image, platform: event.detail },
            bubbles: true,
            composed: true,
          }),
        )}
    ></dry-platform-choice>`;
  }

  private tell(type: string, detail: BuildProblem): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
