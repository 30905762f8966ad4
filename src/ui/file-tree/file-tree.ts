import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { FilesystemEntry } from '../../worker/protocol.ts';
import {
  type ChangeKind,
  changeKinds,
  changeOf,
  type FileNode,
  type FileOrder,
  type FileRow,
  fileRows,
  fileTree,
} from '../model/file-tree.ts';
import { formatBytes, formatMode } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { ScrollWindow } from '../virtual-lines/scroll-window.ts';
import { fileTreeStyles } from './file-tree.styles.ts';

/** CSS pixels, as in the styles. */
const rowHeight = 26;
/** With more paths than this, a tree opens closed. */
const openAllBelow = 400;
const orders: readonly FileOrder[] = ['name', 'size', 'change'];

/**
 * Files as a tree: what happened to each, mode, owner and size, directories with the sums of what is in them; to be
 * filtered by text and by kind of change, and sorted. Arrow keys move and open as in any tree; Enter shows a file.
 *
 * @slot - What stands before the filter.
 * @event file-choose - `detail` is the `FilesystemEntry`.
 */
@customElement('dry-file-tree')
export class FileTree extends LitElement {
  static override styles = [controls, fileTreeStyles];

  /** Sorted by path, name by name. */
  @property({ attribute: false }) entries: readonly FilesystemEntry[] = [];
  /** Said when there are no entries. */
  @property({ attribute: false }) none = '';

  @state() private text = '';
  @state() private kinds: ReadonlySet<ChangeKind> = new Set(changeKinds);
  @state() private order: FileOrder = 'name';
  @state() private openByDefault = true;
  @state() private toggled: ReadonlySet<string> = new Set();
  @state() private active: string | undefined;
  @query('.tree') private readonly tree!: HTMLElement | null;
  private root: FileNode = fileTree([]);
  private rows: readonly FileRow[] = [];
  private readonly window = new ScrollWindow(this, () => this.tree, rowHeight);

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entries')) {
      this.root = fileTree(this.entries);
      this.toggled = new Set();
      this.openByDefault = this.entries.length <= openAllBelow;
      this.window.toTop();
    }
    const open = this.openByDefault || this.text !== '';
    this.rows = fileRows(this.root, {
      text: this.text,
      kinds: this.kinds,
      order: this.order,
      isOpen: (path) => open !== this.toggled.has(path),
    });
  }

  /** Puts the keyboard on the row that was chosen last. */
  override focus(): void {
    this.tree?.focus();
  }

  override render(): TemplateResult {
    return html`
      <div class="tools">
        <slot></slot>
        <input
          class="field"
          type="search"
          aria-label=${words.layer.filterHint}
          placeholder=${words.layer.filter}
          title=${words.layer.filterHint}
          .value=${this.text}
          @input=${(event: Event) => {
            this.text = (event.target as HTMLInputElement).value;
            this.toggled = new Set();
          }}
          @keydown=${this.onFilterKey}
        />
        ${this.kindButtons()}
        <select
          aria-label=${words.layer.order}
          @change=${(event: Event) => {
            const { value } = event.target as HTMLSelectElement;
            this.order = orders.find((order) => order === value) ?? 'name';
          }}
        >
          ${orders.map(
            (order) =>
              html`<option value=${order} ?selected=${order === this.order}>${words.layer.orders[order]}</option>`,
          )}
        </select>
        <button
          type="button"
          class="button icon small"
          aria-label=${this.openByDefault ? words.layer.closeAll : words.layer.openAll}
          title=${this.openByDefault ? words.layer.closeAll : words.layer.openAll}
          @click=${() => {
            this.openByDefault = !this.openByDefault;
            this.toggled = new Set();
          }}
        >
          ${icons.expand}
        </button>
        <span class="total" role="status">${this.total()}</span>
      </div>
      ${this.body()}
    `;
  }

  private total(): string {
    const found = this.rows.filter((row) => row.found).length;
    return this.isFiltered() ? words.layer.matches(found) : words.layer.total(this.entries.length);
  }

  private isFiltered(): boolean {
    return this.text !== '' || this.kinds.size < changeKinds.length;
  }

  private kindButtons(): TemplateResult {
    const { counts } = this.root;
    return html`<div class="kinds" role="group" aria-label=${words.layer.kinds}>
      ${changeKinds
        .filter((kind) => counts[kind] > 0)
        .map((kind) => {
          const label = words.layer.kindCount(words.layer.change[kind], counts[kind]);
          return html`<button
            type="button"
            class="kind ${kind}"
            aria-pressed=${this.kinds.has(kind) ? 'true' : 'false'}
            title=${label}
            @click=${() => {
              const next = new Set(this.kinds);
              if (!next.delete(kind)) next.add(kind);
              this.kinds = next;
            }}
          >
            <span aria-hidden="true">${words.layer.mark[kind] || '='}</span><span class="unseen">${label}</span>
          </button>`;
        })}
    </div>`;
  }

  private body(): TemplateResult {
    if (this.entries.length === 0) return html`<p class="empty">${this.none}</p>`;
    if (this.rows.length === 0) return html`<p class="empty">${words.layer.noMatch}</p>`;
    const { first, end } = this.window.rows(this.rows.length);
    return html`<div
      class="tree"
      role="tree"
      tabindex="0"
      aria-label=${words.layer.tree}
      aria-activedescendant=${this.activeRowId() ?? nothing}
      @scroll=${this.window.onScroll}
      @keydown=${this.onKey}
    >
      <div class="all" role="presentation" .style=${`height: ${this.rows.length * rowHeight}px`}>
        ${this.rows.slice(first, end).map((row, at) => this.row(row, first + at))}
      </div>
    </div>`;
  }

  private row(row: FileRow, index: number): TemplateResult {
    const { node } = row;
    const { entry } = node;
    const kind = changeOf(entry);
    const gone = kind === 'deleted';
    return html`<div
      id="row-${index}"
      class="row ${kind}${row.open ? ' open' : ''}${node.path === this.active ? ' active' : ''}${this.isFiltered() && !row.found ? ' way' : ''}"
      role="treeitem"
      aria-level=${row.depth + 1}
      aria-selected=${node.path === this.active ? 'true' : 'false'}
      aria-expanded=${node.directory ? (row.open ? 'true' : 'false') : nothing}
      data-path=${node.path}
      data-change=${entry?.change ?? 'none'}
      .style=${`top: ${index * rowHeight}px`}
      @click=${() => this.choose(row)}
    >
      <span class="mark" aria-hidden="true" title=${kind === 'unchanged' ? nothing : words.layer.change[kind]}>${words.layer.mark[kind] || nothing}</span>
      <span class="name" .style=${`padding-left: ${row.depth * 14}px`}>
        ${
          node.directory
            ? html`<svg class="icon twist" viewBox="0 0 16 16" aria-hidden="true"><path d="M6 4l4 4-4 4" /></svg>${icons.folder}`
            : html`<span class="gap"></span>${icons.file}`
        }
        <span class="label">${marked(node.name, this.text)}</span>
        ${kind === 'unchanged' ? nothing : html`<span class="unseen">${words.layer.change[kind]}</span>`}
        ${
          entry?.link === undefined
            ? nothing
            : html`<span class="label target">${entry.type === 'hard-link' ? words.layer.hardLinkTo(entry.link) : words.layer.linkTo(entry.link)}</span>`
        }
      </span>
      <span class="mode">${entry && !gone ? formatMode(entry.mode, entry.type) : ''}</span>
      <span class="owner">${entry && !gone ? `${entry.uid}:${entry.gid}` : ''}</span>
      <span class="size">${sizeOf(node)}</span>
    </div>`;
  }

  private choose(row: FileRow): void {
    const { node } = row;
    this.active = node.path;
    if (node.directory) this.toggle(node.path);
    else if (node.entry) this.tell(node.entry);
  }

  private tell(entry: FilesystemEntry): void {
    this.dispatchEvent(new CustomEvent('file-choose', { detail: entry }));
  }

  private toggle(path: string): void {
    const next = new Set(this.toggled);
    if (!next.delete(path)) next.add(path);
    this.toggled = next;
  }

  private activeRowId(): string | undefined {
    const index = this.rows.findIndex(({ node }) => node.path === this.active);
    return index < 0 ? undefined : `row-${index}`;
  }

  /** Enter goes to the next path that was found, with Shift to the one before. */
  private onFilterKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    if (event.key === 'ArrowDown') {
      this.tree?.focus();
      return;
    }
    const found = this.rows.flatMap((row, at) => (row.found ? [at] : []));
    const at = this.rows.findIndex(({ node }) => node.path === this.active);
    const next = event.shiftKey
      ? (found.findLast((index) => index < at) ?? found.at(-1))
      : (found.find((index) => index > at) ?? found[0]);
    if (next !== undefined) this.moveTo(next);
  }

  private onKey(event: KeyboardEvent): void {
    const at = this.rows.findIndex(({ node }) => node.path === this.active);
    const row = this.rows[at];
    const page = Math.max(1, Math.floor(this.window.height / rowHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(0, at - 1),
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: this.rows.length - 1,
    };
    let target = moves[event.key];
    if (event.key === 'ArrowRight' && row?.node.directory) {
      if (row.open) target = at + 1;
      else this.toggle(row.node.path);
    } else if (event.key === 'ArrowLeft' && row) {
      if (row.node.directory && row.open) this.toggle(row.node.path);
      else target = parentIndex(this.rows, at);
    } else if ((event.key === 'Enter' || event.key === ' ') && row) {
      this.choose(row);
    } else if (target === undefined) {
      return;
    }
    event.preventDefault();
    if (target !== undefined) this.moveTo(target);
  }

  private moveTo(target: number): void {
    const index = Math.min(this.rows.length - 1, Math.max(0, target));
    const row = this.rows[index];
    if (!row) return;
    this.active = row.node.path;
    const { tree } = this;
    if (!tree) return;
    const top = index * rowHeight;
    if (top < tree.scrollTop) tree.scrollTop = top;
    else if (top + rowHeight > tree.scrollTop + tree.clientHeight) {
      tree.scrollTop = top + rowHeight - tree.clientHeight;
    }
  }
}

/** The name with what was looked for marked. */
function marked(name: string, text: string): TemplateResult | string {
  const at = text === '' ? -1 : name.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return name;
  const end = at + text.length;
  return html`${name.slice(0, at)}<mark>${name.slice(at, end)}</mark>${name.slice(end)}`;
}

function sizeOf(node: FileNode): string {
  if (changeOf(node.entry) === 'deleted') {
    return node.deletedSize > 0 ? `−${formatBytes(node.deletedSize)}` : '';
  }
  if (node.directory) return node.size > 0 ? formatBytes(node.size) : '';
  return node.entry?.type === 'file' ? formatBytes(node.size) : '';
}

function parentIndex(rows: readonly FileRow[], at: number): number | undefined {
  const depth = rows[at]?.depth ?? 0;
  for (let index = at - 1; index >= 0; index--) {
    if ((rows[index]?.depth ?? 0) < depth) return index;
  }
  return undefined;
}
