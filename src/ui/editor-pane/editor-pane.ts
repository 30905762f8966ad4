import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { BuildProblem } from '../../build/events.ts';
import type { BundledImage, ProjectEntry } from '../../worker/protocol.ts';
import type { CodeEditor } from '../code-editor/code-editor.ts';
import type { MarkedLines } from '../code-editor/code-mirror.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import '../code-editor/code-editor.ts';

/**
 * The open file: its path, how many problems it has, and its editor, whose `text-change`, `line-change` and
 * `line-point` are passed on.
 */
@customElement('dry-editor-pane')
export class EditorPane extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
        background: var(--surface);
      }

      header {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 40px;
        padding: 4px 16px;
        border-bottom: 1px solid var(--line);
        font-size: 13px;
      }

      h2 {
        overflow: hidden;
        font: 600 13px var(--mono);
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .count {
        margin-left: auto;
        font-size: 12px;
        white-space: nowrap;
      }

      .error {
        color: var(--failed);
      }

      .warning {
        color: var(--running);
      }

      dry-code-editor {
        flex: 1;
      }
    `,
  ];

  @property() path = '';
  @property({ attribute: false }) entry: ProjectEntry | undefined;
  /** Those of this file. */
  @property({ attribute: false }) problems: readonly BuildProblem[] = [];
  @property({ attribute: false }) marks: readonly MarkedLines[] = [];
  @property({ attribute: false }) images: readonly BundledImage[] = [];
  @query('dry-code-editor') private readonly editor!: CodeEditor | null;

  /** Puts the cursor on a line and shows it. */
  async goTo(line: number, focus: boolean): Promise<void> {
    await this.updateComplete;
    await this.editor?.goTo(line, focus);
  }

  override render(): TemplateResult {
    return html`
      <header><h2>${this.path}</h2>${this.count()}</header>
      <dry-code-editor
        .entry=${this.entry}
        .problems=${this.problems}
        .marks=${this.marks}
        .images=${this.images}
        @text-change=${this.passOn}
        @line-change=${this.passOn}
        @line-point=${this.passOn}
      ></dry-code-editor>
    `;
  }

  private count(): TemplateResult | typeof nothing {
    const errors = this.problems.filter((problem) => problem.severity === 'error').length;
    const warnings = this.problems.length - errors;
    if (errors + warnings === 0) return nothing;
    return html`<span class="count ${errors > 0 ? 'error' : 'warning'}">${words.editor.problems(errors, warnings)}</span>`;
  }

  private passOn(event: CustomEvent<unknown>): void {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }
}
