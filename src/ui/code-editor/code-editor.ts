import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { BuildProblem } from '../../build/events.ts';
import type { BundledImage, ProjectEntry } from '../../worker/protocol.ts';
import { asText } from '../model/project.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import type { Editor, MarkedLines } from './code-mirror.ts';

/** Bytes; a larger file is not edited here. */
const largestEditable = 2 * 1000 * 1000;

/**
 * The editor of one project file. The text is on the screen at once; the editor proper arrives a moment later
 * in the same place and with the same looks.
 *
 * @event text-change - `detail` is `{ path, text }`.
 * @event line-change - The cursor moved; `detail` is `{ path, line }`.
 * @event line-point - The pointer is on a line; `detail` is `{ path, line }`, line undefined when it left.
 */
@customElement('dry-code-editor')
export class CodeEditor extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        position: relative;
        display: block;
        min-height: 0;
        background: var(--surface);

        --code-keyword: light-dark(#0a6374, #5fc0cf);
        --code-comment: light-dark(#5a6d78, #8da1ad);
        --code-string: light-dark(#1b7045, #8fd0ac);
        --code-variable: light-dark(#86359a, #d79be6);
        --code-flag: light-dark(#2a5ca4, #86b3ee);
        --code-number: light-dark(#8a5500, #e6b45c);
        --code-operator: light-dark(#4b606b, #9fb2bd);
      }

      .place,
      .early {
        position: absolute;
        inset: 0;
      }

      .early {
        margin: 0;
        padding: 12px 16px 12px 56px;
        overflow: hidden;
        font: 13px/1.6 var(--mono);
        white-space: pre;
      }
    `,
  ];

  @property({ attribute: false }) entry: ProjectEntry | undefined;
  @property({ attribute: false }) problems: readonly BuildProblem[] = [];
  @property({ attribute: false }) marks: readonly MarkedLines[] = [];
  @property({ attribute: false }) images: readonly BundledImage[] = [];

  @state() private editor: Editor | undefined;
  @query('.place') private readonly place!: HTMLElement | null;
  private shownText: { readonly content: Uint8Array; readonly text: string | undefined } | undefined;

  override firstUpdated(): void {
    void this.start();
  }

  override disconnectedCallback(): void {
    this.editor?.destroy();
    this.editor = undefined;
    super.disconnectedCallback();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.editor) void this.start();
  }

  override updated(changed: PropertyValues<this>): void {
    const { editor, entry } = this;
    if (!editor || !entry) return;
    const text = this.text(entry);
    if (text === undefined) return;
    const started = (changed as Map<PropertyKey, unknown>).has('editor');
    const opened = started || changed.get('entry')?.path !== entry.path;
    if (changed.has('entry') || started) editor.open(entry.path, text);
    if (changed.has('problems') || opened) editor.setProblems(this.problems);
    if (changed.has('marks') || opened) editor.setMarks(this.marks);
  }

  override render(): TemplateResult {
    const { entry } = this;
    const text = entry ? this.text(entry) : undefined;
    return html`
      <div class="place" ?hidden=${text === undefined}></div>
      ${
        entry === undefined
          ? html`<p class="empty">${words.editor.none}</p>`
          : text === undefined
            ? html`<p class="empty">
              ${entry.content.length > largestEditable ? words.editor.tooLarge(entry.content.length) : words.editor.binary(entry.content.length)}
            </p>`
            : this.editor
              ? nothing
              : html`<pre class="early">${text.slice(0, 20_000)}</pre>`
      }
    `;
  }

  /** Puts the cursor on a line and shows it. */
  async goTo(line: number, focus: boolean): Promise<void> {
    await this.updateComplete;
    this.editor?.goTo(line, focus);
  }

  private async start(): Promise<void> {
    const { createEditor } = await import('./code-mirror.ts');
    const root = this.renderRoot;
    if (!this.isConnected || this.editor || !this.place || !(root instanceof ShadowRoot)) return;
    this.editor = createEditor({
      root,
      parent: this.place,
      label: words.editor.label,
      images: () => this.images,
      onText: (path, text) => this.tell('text-change', { path, text }),
      onLine: (path, line) => this.tell('line-change', { path, line }),
      onPoint: (path, line) => this.tell('line-point', { path, line }),
    });
  }

  private text(entry: ProjectEntry): string | undefined {
    if (this.shownText?.content !== entry.content) {
      const text = entry.content.length > largestEditable ? undefined : asText(entry.content);
      this.shownText = { content: entry.content, text };
    }
    return this.shownText?.text;
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
