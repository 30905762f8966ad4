import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FileContent, FilesystemEntry, PathVersion } from '../../worker/protocol.ts';
import { previewFile } from '../model/file-preview.ts';
import type { FilePast } from '../model/file-source.ts';
import { formatBytes, formatMode, formatTime } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import type { DiffRow } from './text-diff.ts';
import '../virtual-lines/virtual-lines.ts';

type Compared =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'same' | 'first' | 'too-different' }
  | { readonly kind: 'binary'; readonly before: number; readonly after: number }
  | { readonly kind: 'lines'; readonly rows: readonly DiffRow[]; readonly cut: boolean };

/** What a layer changed in a file: the lines that came and went, and its attributes. */
@customElement('dry-file-changes')
export class FileChanges extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
      }

      dry-virtual-lines {
        flex: 1;
        min-height: 0;
      }

      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        padding: 8px 12px;
        border-bottom: 1px solid var(--line);
        color: var(--ink-soft);
        font-size: 12px;
      }
    `,
  ];

  @property({ attribute: false }) past: FilePast | undefined;
  @property({ attribute: false }) path = '';
  @property({ attribute: false }) versions: readonly PathVersion[] = [];
  /** The layer whose version is compared with the one before it. */
  @property({ attribute: false }) layer = 0;
  /** Bytes of each version that are compared. */
  @property({ attribute: false }) limit = 256 * 1024;

  @state() private compared: Compared = { kind: 'loading' };
  private asked = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('path') || changed.has('versions') || changed.has('layer')) void this.compare();
  }

  override render(): TemplateResult {
    return html`${this.attributeChanges()} ${this.body()}`;
  }

  private body(): TemplateResult {
    const text = words.layer.file;
    const { compared } = this;
    switch (compared.kind) {
      case 'loading':
        return html`<progress aria-label=${text.comparing}></progress>`;
      case 'failed':
        return html`<p class="empty" role="alert">${compared.message}</p>`;
      case 'same':
        return html`<p class="empty">${text.same}</p>`;
      case 'first':
        return html`<p class="empty">${text.first}</p>`;
      case 'too-different':
        return html`<p class="empty">${text.tooDifferent}</p>`;
      case 'binary':
        return html`<p class="empty">${text.binaryChanged(compared.before, compared.after)}</p>`;
      case 'lines': {
        const { rows, cut } = compared;
        return html`${cut ? html`<p class="facts">${text.cut}</p>` : nothing}
          <dry-virtual-lines
            .label=${text.changes(this.path)}
            .count=${rows.length}
            .kind=${(at: number) => rows[at]?.kind ?? ''}
            .line=${(at: number) => diffLine(rows[at])}
          ></dry-virtual-lines>`;
      }
    }
  }

  /** What changed besides the content. */
  private attributeChanges(): TemplateResult | typeof nothing {
    const { before, after } = this.pair();
    if (!before || !after) return nothing;
    const { facts, was } = words.layer.file;
    const changes = [
      [facts.mode, formatMode(before.mode, before.type), formatMode(after.mode, after.type)],
      [facts.owner, `${before.uid}:${before.gid}`, `${after.uid}:${after.gid}`],
      [facts.size, formatBytes(before.size), formatBytes(after.size)],
      [facts.time, formatTime(before.mtime), formatTime(after.mtime)],
    ].flatMap(([what = '', old = '', fresh = '']) => (old === fresh ? [] : [was(what, old, fresh)]));
    if (changes.length === 0) return nothing;
    return html`<div class="facts">${changes.map((change) => html`<span>${change}</span>`)}</div>`;
  }

  private pair(): {
    readonly before?: FilesystemEntry | undefined;
    readonly after?: FilesystemEntry | undefined;
    readonly layers: readonly (number | undefined)[];
  } {
    const upTo = this.versions.filter(({ layer }) => layer <= this.layer);
    const [before, after] = [upTo.at(-2), upTo.at(-1)];
    return { before: before?.entry, after: after?.entry, layers: [before?.layer, after?.layer] };
  }

  private async compare(): Promise<void> {
    const ask = ++this.asked;
    this.compared = { kind: 'loading' };
    let compared: Compared;
    try {
      compared = await this.comparison();
    } catch (error) {
      compared = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
    if (ask === this.asked) this.compared = compared;
  }

  private async comparison(): Promise<Compared> {
    const { past, path, limit } = this;
    const [before, after] = this.pair().layers;
    if (!past || before === undefined || after === undefined) return { kind: 'first' };
    const [old, fresh] = await Promise.all([
      past.readAt(before, path, limit),
      past.readAt(after, path, limit),
    ]);
    if (old.size === fresh.size && sameBytes(old.content, fresh.content)) return { kind: 'same' };
    const [oldText, freshText] = [textOf(old), textOf(fresh)];
    if (oldText === undefined || freshText === undefined) {
      return { kind: 'binary', before: old.size, after: fresh.size };
    }
    const { compareTexts } = await import('./text-diff.ts');
    const rows = compareTexts(oldText, freshText);
    if (rows === undefined) return { kind: 'too-different' };
    return { kind: 'lines', rows, cut: isCut(old) || isCut(fresh) };
  }
}

function diffLine(row: DiffRow | undefined): TemplateResult | string {
  if (row === undefined) return '';
  if (row.kind === 'gap') return words.layer.file.gap(row.lines);
  const sign = row.kind === 'added' ? '+' : row.kind === 'removed' ? '−' : ' ';
  return html`<span class="number">${row.before ?? ''}</span><span class="number">${row.after ?? ''}</span
    ><span class="sign">${sign}</span>${row.text}`;
}

function isCut({ content, size }: FileContent): boolean {
  return content.length < size;
}

function textOf(file: FileContent): string | undefined {
  return previewFile(file.content, !isCut(file)).text;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
