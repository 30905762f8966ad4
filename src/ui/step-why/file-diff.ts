import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Engine } from '../../worker/protocol.ts';
import type { DiffRow } from '../file-changes/text-diff.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';

const marks = { same: ' ', added: '+', removed: '−' } as const;
/** Rows of a comparison that are shown. */
const mostRows = 400;

type Comparison = 'loading' | 'not-kept' | readonly DiffRow[];

/** A file of the project as an earlier build read it, beside what this build read: the lines that changed. */
@customElement('dry-file-diff')
export class FileDiff extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        overflow: auto;
        max-height: 260px;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
        background: var(--sunken);
        font-size: 12.5px;
      }

      p {
        padding: 8px 12px;
        color: var(--ink-soft);
      }

      table {
        border-collapse: collapse;
        min-width: 100%;
        font: 12.5px/1.5 var(--mono);
      }

      td {
        padding: 0 8px;
        white-space: pre;
      }

      .number {
        width: 1px;
        color: var(--muted);
        font-variant-numeric: tabular-nums;
        text-align: right;
        user-select: none;
      }

      .added {
        background: color-mix(in oklab, var(--done), transparent 86%);
      }

      .removed {
        background: color-mix(in oklab, var(--failed), transparent 88%);
      }

      .gap {
        color: var(--muted);
      }
    `,
  ];

  @property({ attribute: false }) engine: Engine | undefined;
  /** Digest of the content before. */
  @property() earlier = '';
  /** The text that this build read; undefined where it was no text. */
  @property({ attribute: false }) now: string | undefined;
  @state() private comparison: Comparison = 'loading';

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('earlier') || changed.has('now') || changed.has('engine')) void this.compare();
  }

  override render(): TemplateResult {
    const { comparison } = this;
    const { files } = words.foresight;
    if (comparison === 'loading') return html`<p>${files.loading}</p>`;
    if (comparison === 'not-kept') return html`<p>${files.notKept}</p>`;
    if (comparison.length === 0) return html`<p>${files.same}</p>`;
    return html`<table>
        ${comparison.slice(0, mostRows).map((row) => this.row(row))}
      </table>
      ${comparison.length > mostRows ? html`<p>${files.cut(mostRows)}</p>` : ''}`;
  }

  private row(row: DiffRow): TemplateResult {
    if (row.kind === 'gap')
      return html`<tr class="gap"><td class="number"></td><td class="number"></td><td>⋯</td></tr>`;
    return html`<tr class=${row.kind}>
      <td class="number">${row.before ?? ''}</td>
      <td class="number">${row.after ?? ''}</td>
      <td>${marks[row.kind]} ${row.text.slice(0, 500)}</td>
    </tr>`;
  }

  private async compare(): Promise<void> {
    const { engine, earlier, now } = this;
    this.comparison = 'loading';
    const before = await engine?.earlierText(earlier).catch(() => undefined);
    const known =
      before === undefined || now === undefined
        ? undefined
        : (await import('../file-changes/text-diff.ts')).compareTexts(before, now);
    if (earlier !== this.earlier || now !== this.now) return;
    this.comparison = known ?? 'not-kept';
  }
}
