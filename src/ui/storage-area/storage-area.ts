import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DiskUsage, Engine, PruneRequest, StorageReport } from '../../worker/protocol.ts';
import type { BuildPhase } from '../model/build-view.ts';
import type { DockState } from '../model/dock-state.ts';
import {
  budgets,
  type ForgetAge,
  type ForgetWhat,
  forgetCommand,
  forgetRequest,
  storedParts,
  whileNoBuildRuns,
} from '../model/stored.ts';
import { virtualWindow } from '../model/virtual-window.ts';
import { formatBytes, shortDigest } from '../text/format.ts';
import { formatMoment } from '../text/moment.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { sheet } from '../theme/sheet.ts';
import { storageAreaStyles } from './storage-area.styles.ts';

const rowHeight = 52;

/**
 * What this browser keeps, by image and by cache record, as `docker system df -v` and `docker buildx du` list it; what
 * to forget of it, and how much may be kept.
 *
 * @event storage-change - Something was forgotten, or may be kept longer. Bubbles.
 */
@customElement('dry-storage-area')
export class StorageArea extends LitElement {
  static override styles = [controls, sheet, storageAreaStyles];

  @property({ attribute: false }) dock: DockState | undefined;
  @state() private usage: DiskUsage | undefined;
  @state() private what: ForgetWhat = 'unused';
  @state() private age: ForgetAge = 'any';
  @state() private busy = false;
  /** What came of the latest request. */
  @state() private said = '';
  @state() private failure = '';
  @state() private filter = '';
  @state() private scrolled = 0;
  @state() private persisted: boolean | undefined;
  @query('.list') private readonly list!: HTMLElement | null;
  private phase: BuildPhase | undefined;
  private engine: Engine | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('dock')) return;
    const { engine, view } = this.dock ?? {};
    const isOver = view?.phase !== this.phase && view?.phase !== 'running';
    if (engine && (engine !== this.engine || isOver)) void this.measure(engine);
    this.phase = view?.phase;
    this.engine = engine;
  }

  override render(): TemplateResult {
    const { dock } = this;
    const running = dock?.view.phase === 'running';
    const usage = this.usage && (running ? this.usage : whileNoBuildRuns(this.usage));
    if (!usage) return html`<p class="empty" role="status">${this.failure || words.storageArea.loading}</p>`;
    return html`${this.overview(usage, dock?.report)} ${this.forgetting()} ${this.images(usage)} ${this.cache(usage)}
    ${this.offline()}`;
  }

  private overview(usage: DiskUsage, report: StorageReport | undefined): TemplateResult {
    const { storageArea: text } = words;
    const parts = storedParts(usage);
    const scale = Math.max(1, usage.budget.bytes, usage.total);
    const names = ['images', 'cache', 'unreferenced'] as const;
    return html`<section aria-labelledby="overview">
      <h3 id="overview">${text.overview}</h3>
      <div class="total">${text.total(usage.total, usage.budget.bytes)}</div>
      <div class="meter" aria-hidden="true">
        ${names.map((part) => html`<span data-part=${part} .style=${`width: ${(parts[part] / scale) * 100}%`}></span>`)}
      </div>
      <div class="legend">
        ${names.map((part) => html`<span data-part=${part}>${text.parts[part]}: ${text.part(parts[part])}</span>`)}
      </div>
      ${
        usage.reclaimable < usage.total
          ? html`<p class="soft">${text.reclaimable(usage.reclaimable)}</p>`
          : nothing
      }
      <p class="soft">${text.sizes}</p>
      ${report ? this.place(report) : nothing}
      <div class="row">
        <label>
          ${text.budget}
          <select
            class="field"
            aria-describedby="budget-help"
            @change=${(event: Event) => this.setBudget((event.target as HTMLSelectElement).value)}
          >
            <option value="default" ?selected=${usage.budget.isDefault}>
              ${text.budgetDefault(usage.budget.isDefault ? usage.budget.bytes : undefined)}
            </option>
            ${budgetChoices(usage).map(
              (bytes) =>
                html`<option value=${bytes} ?selected=${!usage.budget.isDefault && bytes === usage.budget.bytes}>
                  ${text.budgetOther(bytes)}
                </option>`,
            )}
          </select>
        </label>
        <span class="soft" id="budget-help">${text.budgetHelp}</span>
      </div>
    </section>`;
  }

  /** Where it is kept, and whether it lasts. */
  private place(report: StorageReport): TemplateResult {
    const { storage, storageArea: text } = words;
    if (report.kind === 'memory')
      return html`<p>${storage.memoryNotice}. ${storage.memoryReason(report.reason)}</p>`;
    const persisted = this.persisted ?? report.persisted;
    const { originUsage, originQuota } = report;
    return html`${
      originUsage === undefined || originQuota === undefined
        ? nothing
        : html`<p class="soft">${storage.quota(originUsage, originQuota)}.</p>`
    }
      <p class="soft">${persisted ? storage.persisted : storage.notPersisted}</p>
      ${
        persisted
          ? nothing
          : html`<div class="row">
            <button type="button" class="button" @click=${this.askToKeep}>${text.keep}</button>
            ${this.persisted === false ? html`<span class="soft" role="status">${text.keepRefused}</span>` : nothing}
          </div>`
      }`;
  }

  private forgetting(): TemplateResult {
    const { forget: text } = words.storageArea;
    const running = this.dock?.view.phase === 'running';
    const whats = ['unused', 'cache', 'image', 'all'] as const;
    const ages = ['any', 'hour', 'day', 'week'] as const;
    return html`<section aria-labelledby="forget">
      <h3 id="forget">${text.title}</h3>
      <p class="soft">${text.help}</p>
      <div class="row">
        <label>
          ${text.what}
          <select
            class="field"
            @change=${(event: Event) => {
              this.what = whats[(event.target as HTMLSelectElement).selectedIndex] ?? 'unused';
            }}
          >
            ${whats.map((what) => html`<option ?selected=${what === this.what}>${text.choices[what]}</option>`)}
          </select>
        </label>
        <label>
          ${text.age}
          <select
            class="field"
            @change=${(event: Event) => {
              this.age = ages[(event.target as HTMLSelectElement).selectedIndex] ?? 'any';
            }}
          >
            ${ages.map((age) => html`<option ?selected=${age === this.age}>${text.ages[age]}</option>`)}
          </select>
        </label>
        <button
          type="button"
          class="button"
          ?disabled=${this.busy || running}
          @click=${() => this.forget(forgetRequest(this.what, this.age))}
        >
          ${this.busy ? text.busy : text.action}
        </button>
      </div>
      <p class="soft">${text.sameAs}: <span class="command">${forgetCommand(this.what, this.age)}</span></p>
      <p role="status">${running ? text.running : this.said}</p>
      ${this.failure === '' ? nothing : html`<p class="failure" role="alert">${text.failed(this.failure)}</p>`}
    </section>`;
  }

  private images({ images }: DiskUsage): TemplateResult {
    const { images: text, inUse } = words.storageArea;
    const now = Date.now();
    return html`<section aria-labelledby="images">
      <h3 id="images">${text.title(images.length)}</h3>
      ${
        images.length === 0
          ? html`<p class="soft">${text.none}</p>`
          : html`<ul class="images">
            ${images.map((image) => {
              const name = image.names.join(', ') || text.nameless;
              return html`<li>
                <span class="name">
                  <code>${name}</code>
                  <span class="facts">
                    ${shortDigest(image.id)} · ${text.origin[image.origin]} · ${text.layers(image.layers)}
                  </span>
                </span>
                <span class="number">
                  ${formatBytes(image.size)}
                  <span class="facts">${image.shared > 0 ? `${text.shared} ${formatBytes(image.shared)}` : ''}</span>
                </span>
                <span class="when">
                  ${formatMoment(image.lastUsed, now)}
                  <span class="facts">${text.uses} ${text.times(image.usageCount)}</span>
                </span>
                ${
                  image.reclaimable
                    ? this.forgetButton(text.forget(name), { what: 'image', ids: [image.id] })
                    : html`<span class="chip">${inUse}</span>`
                }
              </li>`;
            })}
          </ul>`
      }
    </section>`;
  }

  private cache({ cache }: DiskUsage): TemplateResult {
    const { cache: text } = words.storageArea;
    const wanted = this.filter.toLowerCase();
    const records = cache.filter(({ description }) => description.toLowerCase().includes(wanted));
    const { first, end } = virtualWindow(records.length, rowHeight, this.scrolled, 420);
    return html`<section aria-labelledby="cache">
      <h3 id="cache">${text.title(cache.length)}</h3>
      ${
        cache.length === 0
          ? html`<p class="soft">${text.none}</p>`
          : html`<input
              class="field"
              type="search"
              aria-label=${text.filter}
              placeholder=${text.filter}
              .value=${this.filter}
              @input=${(event: Event) => {
                this.filter = (event.target as HTMLInputElement).value;
                this.scrolled = 0;
                if (this.list) this.list.scrollTop = 0;
              }}
            />
            <div
              class="list"
              role="list"
              tabindex="0"
              aria-labelledby="cache"
              @scroll=${() => {
                this.scrolled = this.list?.scrollTop ?? 0;
              }}
            >
              <div class="space" role="presentation" .style=${`height: ${records.length * rowHeight}px`}>
                ${records.slice(first, end).map((record, at) => this.cacheRow(record, first + at, records.length))}
              </div>
            </div>`
      }
    </section>`;
  }

  private cacheRow(record: DiskUsage['cache'][number], at: number, all: number): TemplateResult {
    const { cache: text, images, inUse } = words.storageArea;
    const { description, size, lastUsed, usageCount, type } = record;
    return html`<div
      class="cache-row"
      role="listitem"
      aria-posinset=${at + 1}
      aria-setsize=${all}
      .style=${`top: ${at * rowHeight}px`}
    >
      <span class="name">
        <span class="step" title=${description}>${description}</span>
        <span class="facts">${text.type(type)}${record.shared ? ` · ${text.shared}` : ''}</span>
      </span>
      <span class="number">${formatBytes(size)}</span>
      <span class="when">
        ${formatMoment(lastUsed, Date.now())}
        <span class="facts">${images.uses} ${images.times(usageCount)}</span>
      </span>
      ${
        record.reclaimable
          ? this.forgetButton(text.forget(description), { what: 'cache', ids: [record.id] })
          : html`<span class="chip">${inUse}</span>`
      }
    </div>`;
  }

  private offline(): TemplateResult | typeof nothing {
    const images = this.dock?.images ?? [];
    if (images.length === 0) return nothing;
    return html`<section>
      <details class="offline">
        <summary>${words.storageArea.offline(images.length)}</summary>
        <ul>
          ${images.map(
            (image) => html`<li>
              <code class="command">${image.name}</code>
              ${image.standIn ? html`<span class="chip">${words.storage.standIn}</span>` : nothing}
              <div>${image.summary}</div>
              ${image.missing.length === 0 ? nothing : html`<div class="soft">${words.storage.missing(image.missing)}</div>`}
            </li>`,
          )}
        </ul>
      </details>
    </section>`;
  }

  private forgetButton(label: string, request: PruneRequest): TemplateResult {
    return html`<button
      type="button"
      class="button icon small"
      aria-label=${label}
      title=${label}
      ?disabled=${this.busy || this.dock?.view.phase === 'running'}
      @click=${() => this.forget(request)}
    >
      ${icons.cross}
    </button>`;
  }

  private async measure(engine: Engine): Promise<void> {
    try {
      this.usage = await engine.diskUsage();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  private async forget(request: PruneRequest): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    this.busy = true;
    this.failure = '';
    this.said = '';
    try {
      const { freed, images, cache } = await engine.prune(request);
      this.said = words.storageArea.forget.done(freed, images.length, cache.length);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
    await this.measure(engine);
    this.busy = false;
    this.tell();
  }

  private async setBudget(value: string): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    await engine.setStorageBudget(value === 'default' ? undefined : Number(value));
    await this.measure(engine);
  }

  private async askToKeep(): Promise<void> {
    this.persisted = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
    this.tell();
  }

  private tell(): void {
    this.dispatchEvent(new CustomEvent('storage-change', { bubbles: true, composed: true }));
  }
}

/** Set ones that are not among the usual stay possible. */
function budgetChoices({ budget }: DiskUsage): readonly number[] {
  const own = budget.isDefault ? [] : [budget.bytes];
  return [...new Set([...budgets, ...own])].sort((a, b) => a - b);
}

declare global {
  interface HTMLElementTagNameMap {
    'dry-storage-area': StorageArea;
  }
}
