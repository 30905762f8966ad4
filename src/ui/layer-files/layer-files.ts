import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { StepId } from '../../build/events.ts';
import type { Engine, FilesystemEntry } from '../../worker/protocol.ts';
import { type FilePreview, previewFile } from '../model/file-preview.ts';
import { type TreeRow, treeRows } from '../model/path-tree.ts';
import { virtualWindow } from '../model/virtual-window.ts';
import { formatBytes, formatMode, formatTime } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { layerFilesStyles } from './layer-files.styles.ts';

/** CSS pixels, as in the styles. */
const rowHeight = 26;
/** Bytes of a file that are fetched to look at. */
const previewLimit = 256 * 1024;
/** With more paths than this, a tree opens closed. */
const openAllBelow = 400;

type Scope = 'layer' | 'filesystem';
type Listing =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly entries: readonly FilesystemEntry[] };
type Shown =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading'; readonly entry: FilesystemEntry }
  | { readonly kind: 'failed'; readonly entry: FilesystemEntry; readonly message: string }
  | {
      readonly kind: 'ready';
      readonly entry: FilesystemEntry;
      readonly preview: FilePreview;
      readonly bytes: number;
    };

/**
 * What a step changed in the filesystem, as a tree with modes, owners and sizes, and the content of a chosen
 * file. Arrow keys move and open as in any tree; Enter shows a file.
 */
@customElement('dry-layer-files')
export class LayerFiles extends LitElement {
  static override styles = [controls, layerFilesStyles];

  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) step: StepId | undefined;

  @state() private scope: Scope = 'layer';
  @state() private filter = '';
  @state() private listing: Listing = { kind: 'none' };
  @state() private shown: Shown = { kind: 'none' };
  @state() private toggled: ReadonlySet<string> = new Set();
  @state() private active: string | undefined;
  @state() private scrolled = 0;
  @state() private viewHeight = 300;
  @query('.tree') private readonly tree!: HTMLElement | null;
  private rows: readonly TreeRow<FilesystemEntry>[] = [];
  /** The last question asked; an answer to an earlier one is dropped. */
  private asked = 0;
  private readonly observer = new ResizeObserver(() => {
    if (this.tree) this.viewHeight = this.tree.clientHeight;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    this.observer.disconnect();
    super.disconnectedCallback();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('step') || changed.has('engine')) void this.load();
    this.rows = this.computeRows();
    this.toggleAttribute('viewing', this.shown.kind !== 'none');
  }

  override render(): TemplateResult {
    return html`
      <div class="tools">
        <select aria-label=${words.layer.scope} @change=${this.onScope}>
          <option value="layer" ?selected=${this.scope === 'layer'}>${words.layer.scopeLayer}</option>
          <option value="filesystem" ?selected=${this.scope === 'filesystem'}>${words.layer.scopeAll}</option>
        </select>
        <input
          class="field"
          type="search"
          aria-label=${words.layer.filter}
          placeholder=${words.layer.filter}
          .value=${this.filter}
          @input=${this.onFilter}
        />
        ${
          this.listing.kind === 'ready'
            ? html`<span class="total">${words.layer.total(this.listing.entries.length)}</span>`
            : nothing
        }
      </div>
      ${this.body()}
    `;
  }

  private body(): TemplateResult | typeof nothing {
    const { listing } = this;
    if (listing.kind === 'none') return nothing;
    if (listing.kind === 'loading') {
      return html`<div class="span"><progress aria-label=${words.layer.loading}></progress></div>`;
    }
    if (listing.kind === 'failed') return html`<p class="empty span" role="alert">${listing.message}</p>`;
    if (listing.entries.length === 0) return html`<p class="empty span">${words.layer.empty}</p>`;
    if (this.rows.length === 0) return html`<p class="empty span">${words.layer.noMatch(this.filter)}</p>`;
    const { first, end } = virtualWindow(this.rows.length, rowHeight, this.scrolled, this.viewHeight);
    return html`
      <div
        class="tree"
        role="tree"
        tabindex="0"
        aria-label=${words.layer.tree}
        aria-activedescendant=${this.activeRowId() ?? nothing}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
      >
        <div class="all" role="presentation" .style=${`height: ${this.rows.length * rowHeight}px`}>
          ${this.rows.slice(first, end).map((row, at) => this.row(row, first + at))}
        </div>
      </div>
      ${this.viewer()}
    `;
  }

  private row(row: TreeRow<FilesystemEntry>, index: number): TemplateResult {
    const { item } = row;
    const change = item?.change ?? 'none';
    const said = item?.change && item.change !== 'unchanged' ? words.layer.change[item.change] : undefined;
    const link = item?.link;
    return html`<div
      id="row-${index}"
      class="row ${change}${row.open ? ' open' : ''}${row.path === this.active ? ' active' : ''}"
      role="treeitem"
      aria-level=${row.depth + 1}
      aria-selected=${row.path === this.active ? 'true' : 'false'}
      aria-expanded=${row.directory ? (row.open ? 'true' : 'false') : nothing}
      data-path=${`/${row.path}`}
      data-change=${change}
      .style=${`top: ${index * rowHeight}px`}
      @click=${() => this.choose(row, true)}
    >
      <span class="mark" aria-hidden="true" title=${said ?? nothing}>${item?.change ? words.layer.mark[item.change] : nothing}</span>
      <span class="name" .style=${`padding-left: ${row.depth * 14}px`}>
        ${
          row.directory
            ? html`<svg class="icon twist" viewBox="0 0 16 16" aria-hidden="true"><path d="M6 4l4 4-4 4" /></svg>${icons.folder}`
            : html`<span class="gap"></span>${icons.file}`
        }
        <span class="label">${row.name}</span>
        ${said === undefined ? nothing : html`<span class="unseen">${said}</span>`}
        ${
          link === undefined
            ? nothing
            : html`<span class="label link">${item?.type === 'hard-link' ? words.layer.hardLinkTo(link) : words.layer.linkTo(link)}</span>`
        }
      </span>
      <span class="mode">${item && item.change !== 'deleted' ? formatMode(item.mode, item.type) : ''}</span>
      <span class="owner">${item && item.change !== 'deleted' ? `${item.uid}:${item.gid}` : ''}</span>
      <span class="size">${item?.type === 'file' && item.change !== 'deleted' ? formatBytes(item.size) : ''}</span>
    </div>`;
  }

  private viewer(): TemplateResult | typeof nothing {
    const { shown } = this;
    if (shown.kind === 'none') return nothing;
    const { entry } = shown;
    const truncated = shown.kind === 'ready' && shown.bytes < entry.size;
    const facts = [
      `${formatMode(entry.mode, entry.type)} (${entry.mode.toString(8).padStart(4, '0')})`,
      `${entry.uid}:${entry.gid}`,
      formatBytes(entry.size),
      formatTime(entry.mtime),
      ...(shown.kind === 'ready' && shown.preview.kind === 'binary' ? [words.layer.binary] : []),
      ...(truncated ? [words.layer.truncated(shown.bytes, entry.size)] : []),
    ];
    return html`<section class="viewer" aria-label=${words.layer.fileRegion(entry.path)}>
      <header>
        <div>
          <div class="path">${entry.path}</div>
          <div class="facts">${facts.map((fact) => html`<span>${fact}</span>`)}</div>
        </div>
        <button type="button" class="button icon small" aria-label=${words.actions.close} @click=${this.closeFile}>
          ${icons.cross}
        </button>
      </header>
      ${shown.kind === 'loading' ? html`<progress aria-label=${words.layer.fileLoading}></progress>` : nothing}
      ${shown.kind === 'failed' ? html`<p class="empty" role="alert">${shown.message}</p>` : nothing}
      ${
        shown.kind === 'ready'
          ? entry.change === 'deleted'
            ? html`<p class="empty">${words.layer.fileDeleted}</p>`
            : shown.preview.text === ''
              ? html`<p class="empty">${words.layer.fileEmpty}</p>`
              : html`<pre tabindex="0">${shown.preview.text}</pre>`
          : nothing
      }
    </section>`;
  }

  private computeRows(): readonly TreeRow<FilesystemEntry>[] {
    if (this.listing.kind !== 'ready') return [];
    const filter = this.filter.toLowerCase();
    const { entries } = this.listing;
    const seen = entries.filter(
      (entry) => entry.path !== '/' && (filter === '' || entry.path.toLowerCase().includes(filter)),
    );
    const openByDefault = filter !== '' || seen.length <= openAllBelow;
    return treeRows(seen, relativePath, (path) => openByDefault !== this.toggled.has(path));
  }

  private async load(): Promise<void> {
    const ask = ++this.asked;
    const { engine, step, scope } = this;
    this.shown = { kind: 'none' };
    this.active = undefined;
    this.toggled = new Set();
    if (!engine || step === undefined) {
      this.listing = { kind: 'none' };
      return;
    }
    this.listing = { kind: 'loading' };
    try {
      const entries = await (scope === 'layer' ? engine.layer(step) : engine.filesystem(step));
      if (ask !== this.asked) return;
      this.scrolled = 0;
      this.listing = { kind: 'ready', entries };
    } catch (error) {
      if (ask === this.asked) this.listing = { kind: 'failed', message: messageOf(error) };
    }
    await this.updateComplete;
    if (this.tree) this.viewHeight = this.tree.clientHeight;
  }

  private async show(entry: FilesystemEntry): Promise<void> {
    const { engine, step } = this;
    if (!engine || step === undefined) return;
    if (entry.change === 'deleted') {
      this.shown = { kind: 'ready', entry, preview: { kind: 'text', text: '' }, bytes: 0 };
      return;
    }
    const ask = this.asked;
    this.shown = { kind: 'loading', entry };
    const current = (): boolean =>
      ask === this.asked && this.shown.kind === 'loading' && this.shown.entry === entry;
    try {
      const { content, size } = await engine.file(step, entry.path, previewLimit);
      if (!current()) return;
      const preview = previewFile(content, content.length >= size);
      this.shown = { kind: 'ready', entry: { ...entry, size }, preview, bytes: content.length };
    } catch (error) {
      if (current()) this.shown = { kind: 'failed', entry, message: messageOf(error) };
    }
  }

  private closeFile(): void {
    this.shown = { kind: 'none' };
    this.tree?.focus();
  }

  private choose(row: TreeRow<FilesystemEntry>, toggle: boolean): void {
    this.active = row.path;
    if (row.directory) {
      if (toggle) this.toggle(row.path);
    } else if (
      row.item &&
      (row.item.type === 'file' || row.item.type === 'hard-link' || row.item.change === 'deleted')
    ) {
      void this.show(row.item);
    }
  }

  private toggle(path: string): void {
    const next = new Set(this.toggled);
    if (!next.delete(path)) next.add(path);
    this.toggled = next;
  }

  private activeRowId(): string | undefined {
    const index = this.rows.findIndex((row) => row.path === this.active);
    return index < 0 ? undefined : `row-${index}`;
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.rows.findIndex((row) => row.path === this.active);
    const row = this.rows[at];
    const page = Math.max(1, Math.floor(this.viewHeight / rowHeight) - 1);
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(0, at - 1),
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: this.rows.length - 1,
    };
    let target = moves[event.key];
    if (event.key === 'ArrowRight' && row?.directory) {
      if (row.open) target = at + 1;
      else this.toggle(row.path);
    } else if (event.key === 'ArrowLeft' && row) {
      if (row.directory && row.open) this.toggle(row.path);
      else target = parentIndex(this.rows, at);
    } else if ((event.key === 'Enter' || event.key === ' ') && row) {
      this.choose(row, true);
    } else if (target === undefined) {
      return;
    }
    event.preventDefault();
    if (target === undefined) return;
    const index = Math.min(this.rows.length - 1, Math.max(0, target));
    const next = this.rows[index];
    if (next) {
      this.active = next.path;
      this.keepVisible(index);
    }
  }

  private keepVisible(index: number): void {
    const { tree } = this;
    if (!tree) return;
    const top = index * rowHeight;
    if (top < tree.scrollTop) tree.scrollTop = top;
    else if (top + rowHeight > tree.scrollTop + tree.clientHeight) {
      tree.scrollTop = top + rowHeight - tree.clientHeight;
    }
  }

  private onScroll(): void {
    this.scrolled = this.tree?.scrollTop ?? 0;
  }

  private onScope(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.scope = value === 'filesystem' ? 'filesystem' : 'layer';
    void this.load();
  }

  private onFilter(event: Event): void {
    this.filter = (event.target as HTMLInputElement).value;
    this.toggled = new Set();
  }
}

/** `/usr/bin` → `usr/bin/` for a directory: the form `treeRows` takes. */
function relativePath(entry: FilesystemEntry): string {
  const path = entry.path.replace(/^\//, '');
  return entry.type === 'directory' ? `${path}/` : path;
}

function parentIndex(rows: readonly TreeRow<FilesystemEntry>[], at: number): number | undefined {
  const depth = rows[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index--) {
    if ((rows[index]?.depth ?? 0) < depth) return index;
  }
  return undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
