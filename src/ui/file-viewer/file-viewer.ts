import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FileContent, FilesystemEntry, PathVersion } from '../../worker/protocol.ts';
import { bytesOfRow, type FilePreview, hexRow, previewFile } from '../model/file-preview.ts';
import type { FileSource } from '../model/file-source.ts';
import { formatBytes, formatMode, formatTime } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { fileViewerStyles } from './file-viewer.styles.ts';
import '../copy-button/copy-button.ts';
import '../file-changes/file-changes.ts';
import '../file-origin/file-origin.ts';
import '../virtual-lines/virtual-lines.ts';

/** Bytes of a file that are fetched to look at. */
const previewLimit = 256 * 1024;
/** Bytes of a picture: only a whole one can be shown. */
const pictureLimit = 4 * 1024 * 1024;

type View = 'text' | 'hex' | 'picture' | 'changes' | 'origin';
type Loaded =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly file: FileContent; readonly preview: FilePreview };

/**
 * One file: as text, bytes or picture, what changed in it since the layers below, and which layers it comes from.
 *
 * @event close - Away with it.
 * @event step-choose - Show the step that made a version; `detail` is its id. Bubbles and is composed.
 */
@customElement('dry-file-viewer')
export class FileViewer extends LitElement {
  static override styles = [controls, fileViewerStyles];

  @property({ attribute: false }) source: FileSource | undefined;
  @property({ attribute: false }) entry: FilesystemEntry | undefined;

  @state() private loaded: Loaded = { kind: 'none' };
  @state() private versions: readonly PathVersion[] = [];
  @state() private view: View = 'text';
  /** The layer whose version is shown; undefined: as the source has it. */
  @state() private layer: number | undefined;
  private picture: { readonly of: Uint8Array; readonly address: string } | undefined;
  private asked = 0;

  override disconnectedCallback(): void {
    this.dropPicture();
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entry') || changed.has('source')) {
      this.layer = undefined;
      this.versions = [];
      void this.load();
      void this.loadVersions();
    }
  }

  override render(): TemplateResult | typeof nothing {
    const { entry } = this;
    if (!entry) return nothing;
    return html`
      <header>
        <div>
          <div class="path">${entry.path}</div>
          <div class="facts">${this.facts(entry).map((fact) => html`<span>${fact}</span>`)}</div>
        </div>
        ${
          this.loaded.kind === 'ready' && this.loaded.preview.text
            ? html`<dry-copy-button .text=${this.loaded.preview.text}></dry-copy-button>`
            : nothing
        }
        <button
          type="button"
          class="button icon small"
          aria-label=${words.actions.close}
          @click=${() => this.dispatchEvent(new CustomEvent('close'))}
        >
          ${icons.cross}
        </button>
      </header>
      ${this.viewButtons()} ${this.body(entry)}
    `;
  }

  private facts(entry: FilesystemEntry): readonly string[] {
    const { loaded } = this;
    const size = loaded.kind === 'ready' ? loaded.file.size : entry.size;
    return [
      `${formatMode(entry.mode, entry.type)} (${entry.mode.toString(8).padStart(4, '0')})`,
      `${entry.uid}:${entry.gid}`,
      ...(isFile(entry) ? [formatBytes(size)] : []),
      formatTime(entry.mtime),
      ...(loaded.kind === 'ready' && loaded.file.content.length < size
        ? [words.layer.file.truncated(loaded.file.content.length, size)]
        : []),
    ];
  }

  private possibleViews(): readonly View[] {
    const { loaded, entry } = this;
    const views: View[] = [];
    if (loaded.kind === 'ready') {
      if (loaded.preview.picture !== undefined) views.push('picture');
      if (loaded.preview.text !== undefined) views.push('text');
      views.push('hex');
      if (this.layerBelow() !== undefined) views.push('changes');
    }
    if (this.source?.past && entry && (this.versions.length > 0 || loaded.kind !== 'ready'))
      views.push('origin');
    return views;
  }

  private viewButtons(): TemplateResult {
    const possible = this.possibleViews();
    const current = this.currentView();
    return html`<div class="views" role="group" aria-label=${words.layer.file.views}>
      ${possible.map(
        (view) => html`<button
          type="button"
          class="view"
          aria-pressed=${view === current ? 'true' : 'false'}
          @click=${() => {
            this.view = view;
          }}
        >
          ${words.layer.file.view[view]}
        </button>`,
      )}
    </div>`;
  }

  /** The chosen view, or the best that the file has. */
  private currentView(): View | undefined {
    const possible = this.possibleViews();
    return possible.includes(this.view) ? this.view : possible[0];
  }

  private body(entry: FilesystemEntry): TemplateResult {
    const { loaded, source } = this;
    const text = words.layer.file;
    if (this.currentView() === 'origin' && source?.past) {
      return html`${this.note(entry)}<dry-file-origin
          .past=${source.past}
          .versions=${this.versions}
          .shown=${this.layer}
          @version-choose=${(event: CustomEvent<number>) => {
            this.layer = event.detail;
            this.view = 'text';
            void this.load();
          }}
        ></dry-file-origin>`;
    }
    switch (loaded.kind) {
      case 'none':
        return html`${this.note(entry)}`;
      case 'loading':
        return html`<progress aria-label=${text.loading}></progress>`;
      case 'failed':
        return html`<p class="empty" role="alert">${loaded.message}</p>`;
      case 'ready':
        return this.content(entry, loaded.file, loaded.preview);
    }
  }

  private content(entry: FilesystemEntry, file: FileContent, preview: FilePreview): TemplateResult {
    const text = words.layer.file;
    const { content } = file;
    if (this.currentView() === 'changes' && this.source?.past) {
      return html`<dry-file-changes
        .past=${this.source.past}
        .path=${entry.path}
        .versions=${this.versions}
        .layer=${this.shownLayer()}
        .limit=${previewLimit}
      ></dry-file-changes>`;
    }
    if (content.length === 0) return html`<p class="empty">${text.empty}</p>`;
    switch (this.currentView()) {
      case 'picture':
        return html`<div class="picture">
          <img src=${this.pictureAddress(content, preview.picture ?? '')} alt=${text.picture(entry.path)} />
        </div>`;
      case 'hex':
        return html`<dry-virtual-lines
          .label=${text.hex(entry.path)}
          .count=${Math.ceil(content.length / bytesOfRow)}
          .line=${(at: number) => hexRow(content, at)}
        ></dry-virtual-lines>`;
      default: {
        const lines = (preview.text ?? '').split('\n');
        if (lines.at(-1) === '') lines.pop();
        return html`<dry-virtual-lines
          .label=${text.text(entry.path)}
          .count=${lines.length}
          .line=${(at: number) => html`<span class="number" aria-hidden="true">${at + 1}</span>${lines[at]}`}
        ></dry-virtual-lines>`;
      }
    }
  }

  /** Why there is nothing to read in it. */
  private note(entry: FilesystemEntry): TemplateResult | typeof nothing {
    const text = words.layer.file;
    if (entry.change === 'deleted') {
      return html`<p class="note">${text.deleted} ${this.versions.length > 0 ? text.deletedHint : ''}</p>`;
    }
    if (entry.type === 'hard-link') return html`<p class="note">${text.hardLink(entry.link ?? '')}</p>`;
    if (entry.type === 'file') return nothing;
    return html`<p class="note">${text.noContent[entry.type]} ${entry.link ? text.linkTarget(entry.link) : ''}</p>`;
  }

  private shownLayer(): number {
    return this.layer ?? this.source?.past?.layer ?? 0;
  }

  /** The layer that has the version before the one that is shown; undefined when there is none. */
  private layerBelow(): number | undefined {
    const upTo = this.versions.filter(({ layer }) => layer <= this.shownLayer());
    const before = upTo.at(-2);
    return upTo.at(-1)?.entry && before?.entry?.type === 'file' ? before.layer : undefined;
  }

  private pictureAddress(content: Uint8Array, type: string): string {
    if (this.picture?.of !== content) {
      this.dropPicture();
      // A picture in an <img> runs no script, whatever it holds.
      const blob = new Blob([content as Uint8Array<ArrayBuffer>], { type });
      this.picture = { of: content, address: URL.createObjectURL(blob) };
    }
    return this.picture.address;
  }

  private dropPicture(): void {
    if (this.picture) URL.revokeObjectURL(this.picture.address);
    this.picture = undefined;
  }

  private async load(): Promise<void> {
    const { source, entry, layer } = this;
    const ask = ++this.asked;
    this.dropPicture();
    this.loaded = { kind: 'none' };
    if (!source || !entry || (layer === undefined && (entry.change === 'deleted' || !isFile(entry)))) return;
    this.loaded = { kind: 'loading' };
    const read = (limit: number): Promise<FileContent> =>
      layer === undefined || !source.past
        ? source.read(entry.path, limit)
        : source.past.readAt(layer, entry.path, limit);
    try {
      let file = await read(previewLimit);
      let preview = previewFile(file.content, file.content.length >= file.size);
      const head = previewFile(file.content.subarray(0, 512), true);
      if (head.picture !== undefined && file.content.length < file.size && file.size <= pictureLimit) {
        file = await read(pictureLimit);
        preview = previewFile(file.content, true);
      }
      if (ask === this.asked) this.loaded = { kind: 'ready', file, preview };
    } catch (error) {
      if (ask !== this.asked) return;
      this.loaded = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  private async loadVersions(): Promise<void> {
    const { source, entry } = this;
    if (!source?.past || !entry) return;
    // A file can be looked at without its past: what fails here fails again, and is told, where the past is asked for.
    const versions = await source.past.versions(entry.path).catch(() => []);
    if (source === this.source && entry === this.entry) this.versions = versions;
  }
}

function isFile(entry: FilesystemEntry): boolean {
  return entry.type === 'file' || entry.type === 'hard-link';
}
