import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { FilesystemEntry } from '../../worker/protocol.ts';
import { changeOf, type FileNode, fileTree, nodeAtPath } from '../model/file-tree.ts';
import { type Area, sizeMap } from '../model/size-map.ts';
import { formatShare } from '../model/waste.ts';
import { formatBytes } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { sizeMapStyles } from './size-map.styles.ts';

/**
 * Files and directories as areas, each as large as its bytes. Areas are buttons: Tab reaches the map, arrow keys move in
 * it to the nearest area, Enter opens a directory, Backspace goes back up.
 *
 * @event file-choose - `detail` is the `FilesystemEntry`.
 */
@customElement('dry-size-map')
export class SizeMap extends LitElement {
  static override styles = [controls, sizeMapStyles];

  /** Sorted by path, name by name. */
  @property({ attribute: false }) entries: readonly FilesystemEntry[] = [];

  @state() private path = '/';
  @state() private width = 0;
  @state() private height = 0;
  /** The area that Tab reaches. */
  @state() private active = 0;
  @query('.map') private readonly map!: HTMLElement | null;
  private root: FileNode = fileTree([]);
  private areas: readonly Area[] = [];
  private readonly observer = new ResizeObserver(() => this.measure());

  override disconnectedCallback(): void {
    this.observer.disconnect();
    super.disconnectedCallback();
  }

  override firstUpdated(): void {
    if (this.map) this.observer.observe(this.map);
    this.measure();
  }

  private measure(): void {
    if (!this.map) return;
    this.width = this.map.clientWidth;
    this.height = this.map.clientHeight;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('entries')) {
      this.root = fileTree(this.entries);
      if (!nodeAtPath(this.root, this.path)) this.path = '/';
      this.active = 0;
    }
    this.areas = sizeMap(this.directory(), this.width, this.height);
  }

  private directory(): FileNode {
    return nodeAtPath(this.root, this.path) ?? this.root;
  }

  override render(): TemplateResult {
    const text = words.image.sizes;
    const directory = this.directory();
    return html`
      <nav class="way" aria-label=${text.where}>
        ${this.way().map(({ name, path }) =>
          path === directory.path
            ? html`<span aria-current="true">${name}</span>`
            : html`<button type="button" class="link" @click=${() => this.open(path)}>${name}</button><span class="slash">/</span>`,
        )}
        <span class="bytes">${formatBytes(directory.size)}</span>
      </nav>
      <div class="map" role="group" aria-label=${text.label} aria-describedby="help" @keydown=${this.onKey}>
        ${directory.size === 0 ? html`<p class="empty">${text.empty}</p>` : this.areas.map((area, at) => this.area(area, at))}
      </div>
      <p class="help" id="help">${text.help}</p>
    `;
  }

  /** The directories on the way to the one that is shown. */
  private way(): readonly { readonly name: string; readonly path: string }[] {
    const names = this.path.split('/').filter((name) => name !== '');
    return [
      { name: words.image.sizes.root, path: '/' },
      ...names.map((name, at) => ({ name, path: `/${names.slice(0, at + 1).join('/')}` })),
    ];
  }

  private area(area: Area, at: number): TemplateResult {
    const { node, x, y, width, height } = area;
    const text = words.image.sizes;
    const share = formatShare(area.bytes / Math.max(1, this.root.size));
    const size = formatBytes(area.bytes);
    const name = node?.name ?? text.others(area.others);
    const opens = node?.directory ? `, ${text.opens}` : '';
    const kind = node ? changeOf(node.entry) : 'unchanged';
    // Names only where there is room to read them.
    const named = width > 34 && height > 15;
    return html`<button
      type="button"
      class="area depth-${area.depth} ${node?.directory ? 'directory' : 'file'} ${kind}${area.holds ? ' holds' : ''}"
      data-path=${node?.path ?? nothing}
      tabindex=${at === this.active ? 0 : -1}
      title=${`${node?.path ?? name}\n${size}, ${share}`}
      .style=${`left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px`}
      @focus=${() => {
        this.active = at;
      }}
      @click=${() => this.choose(area)}
    >
      ${named ? html`<span class="name">${name}</span>` : nothing}
      ${named && width > 90 ? html`<span class="bytes">${size}</span>` : nothing}
      <span class="unseen">${`${text.tile(node?.path ?? name, size, share)}${opens}`}</span>
    </button>`;
  }

  private choose({ node }: Area): void {
    if (!node) return;
    if (node.directory) this.open(node.path);
    else if (node.entry) this.dispatchEvent(new CustomEvent('file-choose', { detail: node.entry }));
  }

  private open(path: string): void {
    this.path = path;
    this.active = 0;
    void this.updateComplete.then(() => this.focusActive());
  }

  private focusActive(): void {
    this.renderRoot.querySelectorAll<HTMLElement>('.area')[this.active]?.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const directions: Readonly<Record<string, readonly [number, number]>> = {
      ArrowRight: [1, 0],
      ArrowLeft: [-1, 0],
      ArrowDown: [0, 1],
      ArrowUp: [0, -1],
    };
    const direction = directions[event.key];
    if (direction) {
      event.preventDefault();
      const next = neighbour(this.areas, this.active, direction);
      if (next === undefined) return;
      this.active = next;
      void this.updateComplete.then(() => this.focusActive());
    } else if (event.key === 'Backspace' && this.path !== '/') {
      event.preventDefault();
      this.open(this.path.slice(0, this.path.lastIndexOf('/')) || '/');
    }
  }
}

/** The nearest area in a direction: the middle of what is named counts, so that a directory's head can be reached. */
function neighbour(
  areas: readonly Area[],
  from: number,
  [dx, dy]: readonly [number, number],
): number | undefined {
  const start = areas[from];
  if (!start) return areas.length > 0 ? 0 : undefined;
  const middle = ({ x, y, width, height, holds }: Area) => ({
    x: x + width / 2,
    y: holds ? y + 9 : y + height / 2,
  });
  const here = middle(start);
  let best: { readonly at: number; readonly distance: number } | undefined;
  for (const [at, area] of areas.entries()) {
    const there = middle(area);
    const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    if (at === from || along <= 0.5) continue;
    const distance = along + aside * 2;
    if (!best || distance < best.distance) best = { at, distance };
  }
  return best?.at;
}
