import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Refused } from '../../worker/protocol.ts';
import type { DockState } from '../model/dock-state.ts';
import { emptyRunForm, type RunForm, runLine, runOptions, VolumeLineError } from '../model/run-form.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { runFormStyles } from './run-form.styles.ts';

type TextField = {
  [Key in keyof RunForm]: RunForm[Key] extends string ? Key : never;
}[keyof RunForm];

/** Rows and columns that a terminal begins with; it is fitted to its place at once. */
const firstSize = { rows: 24, columns: 80 };

/**
 * The fields of `docker run`, the line that does the same at home, and what Docker says when it refuses.
 *
 * @event command-line - The line for at home has changed; `detail` is the line. Bubbles.
 * @event container-started - `detail` is the container's id. Bubbles.
 */
@customElement('dry-run-form')
export class RunFormElement extends LitElement {
  static override styles = [controls, runFormStyles];

  @property({ attribute: false }) dock: DockState | undefined;
  /** Names of images that are here. */
  @property({ attribute: false }) images: readonly string[] = [];
  @state() private form: RunForm = emptyRunForm;
  @state() private isStarting = false;
  @state() private refused: Refused | undefined;
  /** What is wrong with the fields themselves. */
  @state() private mistake = '';
  /** The line that was told last. */
  private line = '';

  override updated(): void {
    const line = runLine(this.form, this.builtName);
    if (line === this.line) return;
    this.line = line;
    this.dispatchEvent(new CustomEvent('command-line', { detail: line, bubbles: true, composed: true }));
  }

  override render(): TemplateResult {
    const { form } = this;
    return html`<form aria-label=${words.run.form} @submit=${this.onSubmit}>
      <h2>${words.run.form}</h2>
      ${this.text('image', words.run.image, words.run.imageBuilt, 'images')}
      <datalist id="images">${this.images.map((name) => html`<option value=${name}></option>`)}</datalist>
      ${this.text('command', words.run.command, words.run.commandHint)}
      <p class="help">${words.run.commandHelp}</p>
      <div class="checks">
        ${this.check('terminal', words.run.terminal)} ${this.check('remove', words.run.remove)}
      </div>
      <details>
        <summary>${words.run.more}</summary>
        <div>
          ${this.check('replacesEntrypoint', words.run.entrypointUse)}
          ${
            form.replacesEntrypoint
              ? this.text('entrypoint', words.run.entrypoint, words.run.entrypointHint)
              : nothing
          }
          ${this.area('env', words.run.env, words.run.envHint)}
          ${this.area('volumes', words.run.volumes, words.run.volumesHint)}
          <p class="help">${words.run.volumesHelp}</p>
          ${this.text('workdir', words.run.workdir)} ${this.text('user', words.run.user)}
          ${this.text('name', words.run.name)}
        </div>
      </details>
      <div class="line">
        <span class="help">${words.run.atHome}</span>
        <code class="home">${runLine(form, this.builtName)}</code>
      </div>
      <button class="button primary" ?disabled=${this.isStarting || this.dock?.engine === undefined}>
        ${icons.play}${this.isStarting ? words.run.starting : words.run.start}
      </button>
      <div role="alert">${this.problem()}</div>
    </form>`;
  }

  private get builtName(): string {
    return this.dock?.options.tag || 'app';
  }

  private problem(): TemplateResult | typeof nothing {
    if (this.mistake !== '') return html`<p class="refusal">${this.mistake}</p>`;
    if (this.refused === undefined) return nothing;
    const { message, exitCode, explanation } = this.refused;
    return html`<div class="refusal">
      <pre>${message}</pre>
      <p>${words.run.refused(exitCode)} ${explanation ?? nothing}</p>
    </div>`;
  }

  private text(field: TextField, label: string, hint = '', list?: string): TemplateResult {
    return html`<label class="line">
      <span>${label}</span>
      <input
        class="field"
        autocomplete="off"
        spellcheck="false"
        placeholder=${hint}
        list=${list ?? nothing}
        .value=${this.form[field]}
        @input=${(event: Event) => this.set(field, (event.target as HTMLInputElement).value)}
      />
    </label>`;
  }

  private area(field: TextField, label: string, hint: string): TemplateResult {
    return html`<label class="line">
      <span>${label}</span>
      <textarea
        class="field"
        rows="2"
        spellcheck="false"
        placeholder=${hint}
        .value=${this.form[field]}
        @input=${(event: Event) => this.set(field, (event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </label>`;
  }

  private check(field: 'terminal' | 'remove' | 'replacesEntrypoint', label: string): TemplateResult {
    return html`<label>
      <input
        type="checkbox"
        .checked=${this.form[field]}
        @change=${(event: Event) => this.set(field, (event.target as HTMLInputElement).checked)}
      />
      ${label}
    </label>`;
  }

  private set<Key extends keyof RunForm>(field: Key, value: RunForm[Key]): void {
    this.form = { ...this.form, [field]: value };
    this.mistake = '';
  }

  private async onSubmit(event: Event): Promise<void> {
    event.preventDefault();
    const { engine, project = [], registry } = this.dock ?? {};
    if (engine === undefined || this.isStarting) return;
    this.refused = undefined;
    this.mistake = '';
    this.isStarting = true;
    try {
      const options = runOptions(this.form);
      const image = this.form.image.trim();
      const outcome = await engine.runContainer({
        options,
        size: firstSize,
        ...(image === '' ? {} : { image }),
        ...(options.volumes.length > 0 ? { entries: project } : {}),
        ...(registry === undefined ? {} : { registry }),
      });
      if (outcome.outcome === 'refused') this.refused = outcome;
      else {
        const { id } = outcome.container;
        this.dispatchEvent(
          new CustomEvent('container-started', { detail: id, bubbles: true, composed: true }),
        );
      }
    } catch (error) {
      this.mistake = mistakeText(error);
    }
    this.isStarting = false;
  }
}

function mistakeText(error: unknown): string {
  if (error instanceof VolumeLineError) return words.run.badVolume(error.message);
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof Error && error.name === 'CommandWordsError' ? words.run.badLine(message) : message;
}
