import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PathVersion } from '../../worker/protocol.ts';
import type { FilePast, LayerName } from '../model/file-source.ts';
import { formatBytes, formatMode } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';

/**
 * Where a file comes from: what each layer did to it, newest first, with the step of the Dockerfile that did it.
 *
 * @event version-choose - Show the file as a layer has it; `detail` is the layer's index.
 * @event step-choose - Show a step; `detail` is its id. Bubbles and is composed.
 * @event line-choose - Show a line of the Dockerfile; `detail` is the line. Bubbles and is composed.
 */
@customElement('dry-file-origin')
export class FileOrigin extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        overflow: auto;
        padding: 8px 12px 16px;
        font-size: 12.5px;
      }

      li {
        position: relative;
        padding: 6px 0 8px 20px;
      }

      li::before {
        position: absolute;
        top: 12px;
        left: 3px;
        width: 9px;
        height: 9px;
        border: 2px solid var(--line-strong);
        border-radius: 50%;
        background: var(--surface);
        content: '';
      }

      li.current::before {
        border-color: var(--accent);
        background: var(--accent);
      }

      li + li::after {
        position: absolute;
        top: -8px;
        left: 8px;
        height: 18px;
        border-left: 2px solid var(--line);
        content: '';
      }

      .what {
        font-weight: 600;
      }

      .what small {
        color: var(--ink-soft);
        font-size: 12px;
        font-weight: 400;
      }

      .line {
        margin-left: 8px;
        font-size: 12px;
        font-weight: 400;
      }

      .command {
        display: block;
        max-width: 100%;
        overflow: hidden;
        font-family: var(--mono);
        font-size: 12px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) past: FilePast | undefined;
  /** Oldest first. */
  @property({ attribute: false }) versions: readonly PathVersion[] = [];
  /** The layer whose version is shown beside. */
  @property({ attribute: false }) shown: number | undefined;

  @state() private names: ReadonlyMap<number, LayerName> = new Map();

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('versions') || changed.has('past')) void this.loadNames();
  }

  override render(): TemplateResult {
    const limit = this.shown ?? this.past?.layer ?? Number.POSITIVE_INFINITY;
    const current = this.versions.findLast(({ layer }) => layer <= limit);
    return html`<ol>
      ${[...this.versions].reverse().map((version) => this.version(version, version === current))}
    </ol>`;
  }

  private version({ layer, what, entry }: PathVersion, current: boolean): TemplateResult {
    const text = words.layer.file;
    const name = this.names.get(layer);
    const { step } = name ?? {};
    return html`<li class=${current ? 'current' : ''}>
      <div class="what">
        ${text.layer(layer + 1)}: ${text.what[what]} ${current ? html`<small>${text.shownLayer}</small>` : nothing}
        ${name?.line === undefined ? nothing : this.lineLink(name.line)}
      </div>
      ${
        step === undefined
          ? html`<span class="command">${name?.command ?? ''}</span>`
          : html`<button
            type="button"
            class="link command"
            title=${name?.command ?? ''}
            aria-label=${text.goToStep(name?.command ?? '')}
            @click=${() =>
              this.dispatchEvent(
                new CustomEvent('step-choose', { detail: step, bubbles: true, composed: true }),
              )}
          >
            ${name?.command}
          </button>`
      }
      ${
        entry
          ? html`<div class="facts">
            <span>${formatMode(entry.mode, entry.type)}</span><span>${entry.uid}:${entry.gid}</span>
            ${entry.type === 'file' ? html`<span>${formatBytes(entry.size)}</span>` : nothing}
            ${
              entry.type === 'file'
                ? html`<button
                  type="button"
                  class="link"
                  aria-label=${text.showVersion(layer + 1)}
                  @click=${() => this.dispatchEvent(new CustomEvent('version-choose', { detail: layer }))}
                >
                  ${text.show}
                </button>`
                : nothing
            }
          </div>`
          : nothing
      }
    </li>`;
  }

  private lineLink(line: number): TemplateResult {
    const text = words.image.layers;
    return html`<button
      type="button"
      class="link line"
      aria-label=${text.goToLine(line)}
      @click=${() =>
        this.dispatchEvent(new CustomEvent('line-choose', { detail: line, bubbles: true, composed: true }))}
    >
      ${text.line(line)}
    </button>`;
  }

  private async loadNames(): Promise<void> {
    const { past, versions } = this;
    if (!past) return;
    const names = await Promise.all(
      versions.map(async ({ layer }) => [layer, await past.name(layer)] as const),
    ).catch(() => []);
    if (past === this.past && versions === this.versions) this.names = new Map(names);
  }
}
