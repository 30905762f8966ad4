import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Engine, ImportedImage, ImportRequest, TransferProgress } from '../../worker/protocol.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { imageImportStyles } from './image-import.styles.ts';
import '../platform-choice/platform-choice.ts';

/** What is happening with the file that was chosen last. */
type Task =
  | { readonly kind: 'none' }
  | { readonly kind: 'importing'; readonly request: ImportRequest; readonly progress?: TransferProgress }
  | { readonly kind: 'naming'; readonly request: ImportRequest; readonly suggestion: string }
  | { readonly kind: 'platform'; readonly request: ImportRequest; readonly platforms: readonly string[] }
  | { readonly kind: 'done'; readonly names: readonly string[] }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Images that came from files: listed, imported, removed. Asks for a name or a platform where the file leaves it open.
 *
 * @event images-change - An image came or went. Bubbles.
 */
@customElement('dry-image-import')
export class ImageImport extends LitElement {
  static override styles = [controls, imageImportStyles];

  @property({ attribute: false }) engine: Engine | undefined;
  /** A file that was dropped on the page to be imported; another one is imported when it comes. */
  @property({ attribute: false }) incoming: File | undefined;

  @state() private images: readonly ImportedImage[] = [];
  @state() private task: Task = { kind: 'none' };
  @query('input[type=file]') private readonly fileInput!: HTMLInputElement | null;
  private stop = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('engine')) void this.refresh();
    if (this.incoming !== undefined && changed.has('incoming')) this.begin(this.incoming);
  }

  override render(): TemplateResult {
    return html`
      <h3>${words.imports.title}</h3>
      <p class="help">${words.imports.help}</p>
      <button
        type="button"
        class="button"
        ?disabled=${!this.engine || this.task.kind === 'importing'}
        @click=${() => this.fileInput?.click()}
      >
        ${icons.upload}${words.imports.choose}
      </button>
      <input type="file" hidden aria-label=${words.imports.choose} @change=${this.onInput} />
      <div role="status" aria-live="polite">${this.taskTemplate()}</div>
      ${this.list()}
    `;
  }

  private list(): TemplateResult {
    if (this.images.length === 0) return html`<p class="empty">${words.imports.none}</p>`;
    return html`<ul aria-label=${words.imports.list}>
      ${this.images.map((image) => {
        const [name = ''] = image.names;
        return html`<li data-image=${name}>
          <div class="image">
            <div class="name">${image.names.join(', ')}</div>
            <div class="soft">
              ${words.imports.facts(image.platform, image.layers, image.size)}, ${words.imports.from(image.file)}
            </div>
          </div>
          <button
            type="button"
            class="button small"
            aria-label=${words.imports.copyFrom(name)}
            title=${words.imports.copyFrom(name)}
            @click=${() => void navigator.clipboard?.writeText(words.imports.use(name))}
          >
            ${icons.copy}${words.imports.use(name)}
          </button>
          <button
            type="button"
            class="button small"
            aria-label=${words.imports.removeOf(name)}
            @click=${() => this.removeImage(image.id)}
          >
            ${words.imports.remove}
          </button>
        </li>`;
      })}
    </ul>`;
  }

  private taskTemplate(): TemplateResult | typeof nothing {
    const { task } = this;
    switch (task.kind) {
      case 'none':
        return nothing;
      case 'importing':
        return this.importing(task);
      case 'naming':
        return html`<div class="task">
          <label for="name">${words.imports.nameTitle(task.request.fileName)}</label>
          <form @submit=${(event: SubmitEvent) => this.onName(event, task.request)}>
            <input
              class="field"
              id="name"
              name="name"
              autocomplete="off"
              spellcheck="false"
              aria-label=${words.imports.name}
              .value=${task.suggestion}
            />
            <button type="submit" class="button primary">${words.imports.import}</button>
            <button type="button" class="button" @click=${this.forget}>${words.actions.cancel}</button>
          </form>
          <p class="soft">${words.imports.nameHelp}</p>
        </div>`;
      case 'platform':
        return html`<div class="task">
          <p>${words.imports.platformTitle(task.request.fileName)}</p>
          <dry-platform-choice
            .platforms=${task.platforms}
            @platform-choose=${(event: CustomEvent<string>) =>
              this.import({ ...task.request, platform: event.detail })}
          ></dry-platform-choice>
        </div>`;
      case 'done':
        return html`<p class="task">${words.imports.done(task.names)}</p>`;
      case 'stopped':
        return html`<p class="task">${words.imports.stopped}</p>`;
      case 'failed':
        return html`<p class="task failed">${task.message}</p>`;
    }
  }

  private importing({ request, progress }: Extract<Task, { kind: 'importing' }>): TemplateResult {
    const total = progress?.total ?? request.file.size;
    const current = progress?.current ?? 0;
    return html`<div class="task">
      ${words.imports.importing(request.fileName)}
      ${
        current === 0
          ? html`<progress aria-label=${words.imports.importing(request.fileName)}></progress>`
          : html`<progress
              aria-label=${words.imports.importing(request.fileName)}
              max=${total}
              .value=${current}
            ></progress>`
      }
      <button type="button" class="button small" @click=${() => this.stop.abort()}>${words.imports.stop}</button>
      <span class="soft">${current === 0 ? '' : words.imports.progress(current, total)}</span>
    </div>`;
  }

  private begin(file: File): void {
    void this.import({ file, fileName: file.name });
  }

  private async import(request: ImportRequest): Promise<void> {
    const { engine } = this;
    if (!engine) return;
    this.stop.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.task = { kind: 'importing', request };
    const task = await this.outcome(engine, request, stop.signal);
    if (this.stop !== stop) return;
    this.task = task;
    if (task.kind === 'done') await this.changed();
    else if (task.kind === 'naming') {
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLInputElement>('#name')?.select();
    }
  }

  private async outcome(engine: Engine, request: ImportRequest, signal: AbortSignal): Promise<Task> {
    try {
      const onProgress = (progress: TransferProgress): void => {
        if (this.stop.signal === signal) this.task = { kind: 'importing', request, progress };
      };
      const ended = await engine.importImage(request, { onProgress, signal });
      switch (ended.outcome) {
        case 'imported':
          return { kind: 'done', names: ended.images.flatMap(({ names }) => names) };
        case 'nameless':
          return { kind: 'naming', request, suggestion: ended.suggestion };
        case 'no-platform':
          return { kind: 'platform', request, platforms: ended.platforms };
        case 'failed':
          return { kind: 'failed', message: ended.message };
        case 'cancelled':
          return { kind: 'stopped' };
      }
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  private onName(event: SubmitEvent, request: ImportRequest): void {
    event.preventDefault();
    const name = new FormData(event.target as HTMLFormElement).get('name');
    if (typeof name === 'string' && name.trim() !== '') void this.import({ ...request, name: name.trim() });
  }

  private onInput(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (file) this.begin(file);
  }

  private forget(): void {
    this.task = { kind: 'none' };
  }

  private async removeImage(id: string): Promise<void> {
    this.task = { kind: 'none' };
    try {
      await this.engine?.removeImportedImage(id);
    } catch (error) {
      this.task = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
    await this.changed();
  }

  private async changed(): Promise<void> {
    await this.refresh();
    this.dispatchEvent(new CustomEvent('images-change', { bubbles: true, composed: true }));
  }

  private async refresh(): Promise<void> {
    this.images = (await this.engine?.importedImages().catch(() => undefined)) ?? [];
  }
}
