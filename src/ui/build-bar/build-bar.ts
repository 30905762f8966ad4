import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type BuildView, buildProgress } from '../model/build-view.ts';
import { formatDuration } from '../text/format.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { labelledFields } from '../theme/labelled-fields.ts';
import { type BuildOptions, defaultOptions, readBuildArgs } from './build-options.ts';

/**
 * Build and Stop, how the build stands, and its options.
 *
 * @event build - Build now.
 * @event stop - Stop the build.
 * @event options-change - `detail` is the new options.
 */
@customElement('dry-build-bar')
export class BuildBar extends LitElement {
  static override styles = [
    controls,
    labelledFields,
    css`
      :host {
        display: block;
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }

      .bar {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 52px;
        padding: 8px 16px;
      }

      .action {
        min-width: 96px;
      }

      .stop {
        border-color: var(--failed);
        color: var(--failed);
      }

      .status {
        flex: 1;
        min-width: 0;
        font-size: 13px;
        line-height: 1.35;
      }

      .phase {
        font-weight: 650;
      }

      .finished .phase {
        color: var(--done);
      }
      .failed .phase {
        color: var(--failed);
      }
      .running .phase {
        color: var(--running);
      }

      .facts {
        overflow: hidden;
        color: var(--ink-soft);
        font-size: 12.5px;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }

      .track {
        height: 3px;
      }

      .track progress {
        border-radius: 0;
      }

      .chosen {
        color: var(--accent);
        font-weight: 600;
      }

      .options {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(144px, 1fr));
        gap: 14px 18px;
        padding: 12px 16px 16px;
        border-top: 1px solid var(--line);
        background: var(--sunken);
        font-size: 13px;
      }

      textarea {
        min-height: 60px;
        resize: vertical;
        font-family: var(--mono);
        font-size: 12.5px;
      }

      .check {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 24px;
        font-weight: 400;
      }

      input[type='checkbox'] {
        width: 16px;
        height: 16px;
        accent-color: var(--accent);
      }

      /* No keyboard, most likely, and no room for half a sentence. */
      @container (max-width: 480px) {
        .idle .facts {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) view: BuildView | undefined;
  /** The engine has been asked and has not planned yet. */
  @property({ type: Boolean }) preparing = false;
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) options: BuildOptions = defaultOptions;
  @property({ type: Boolean, reflect: true }) expanded = false;
  /** The last build can be watched again. */
  @property({ type: Boolean }) replayable = false;
  /** Names of stages that can be a target. */
  @property({ attribute: false }) targets: readonly string[] = [];

  override render(): TemplateResult {
    const phase = this.view?.phase ?? 'idle';
    const running = phase === 'running';
    const progress = this.view ? buildProgress(this.view) : { settled: 0, total: 0 };
    const changed = this.optionsInUse();
    return html`
      <div class="bar">
        ${
          running
            ? html`<button type="button" class="button action stop" title=${words.actions.stopHint} @click=${() => this.tell('stop')}>
              ${icons.stop}${words.actions.stop}
            </button>`
            : html`<button
              type="button"
              class="button primary action"
              title=${words.actions.buildHint}
              ?disabled=${this.disabled}
              @click=${() => this.tell('build')}
            >
              ${icons.play}${words.actions.build}
            </button>`
        }
        <div class="status ${phase}">
          <div class="phase">${this.preparing ? words.build.phase.preparing : words.build.phase[phase]}</div>
          <div class="facts">${this.facts(progress)}</div>
        </div>
        ${
          this.replayable
            ? html`<button
              type="button"
              class="button small replay"
              title=${words.replay.openHint}
              @click=${() => this.tell('replay-open')}
            >
              ${icons.again}${words.replay.open}
            </button>`
            : nothing
        }
        <button
          type="button"
          class="button small options-button"
          aria-expanded=${this.expanded ? 'true' : 'false'}
          aria-controls="options"
          @click=${() => {
            this.expanded = !this.expanded;
          }}
        >
          ${words.options.title}${changed === '' ? nothing : html`<span class="chosen">${changed}</span>`}
        </button>
      </div>
      <div class="track">
        ${
          running
            ? progress.total === 0
              ? html`<progress aria-label=${words.build.progress}></progress>`
              : html`<progress aria-label=${words.build.progress} max=${progress.total} .value=${progress.settled}></progress>`
            : nothing
        }
      </div>
      ${this.expanded ? this.form() : nothing}
    `;
  }

  private facts(progress: { readonly settled: number; readonly total: number }): string {
    const { view } = this;
    if (!view || view.phase === 'idle') return this.disabled ? '' : words.build.shortcut;
    const states = [...view.steps.values()].map((step) => step.state);
    const cached = states.filter((state) => state === 'cached').length;
    const ran = states.filter((state) => state === 'done').length;
    const parts = [
      view.phase === 'running' && progress.total > 0
        ? words.build.steps(progress.settled, progress.total)
        : '',
      view.phase === 'running' ? '' : words.build.summary(ran, cached),
      view.duration === undefined ? '' : formatDuration(view.duration),
    ];
    return parts.filter((part) => part !== '').join(' · ');
  }

  private optionsInUse(): string {
    const { target, buildArgs, tag, noCache } = this.options;
    const count = Object.keys(readBuildArgs(buildArgs).args).length;
    return words.options.summary(
      [
        target,
        tag,
        count === 0 ? '' : `${count} ${words.options.buildArgs}`,
        noCache ? words.options.noCache : '',
      ].filter((part) => part !== ''),
    );
  }

  private form(): TemplateResult {
    const { options } = this;
    const { bad } = readBuildArgs(options.buildArgs);
    return html`<div class="options" id="options" role="group" aria-label=${words.options.title}>
      <div>
        <label for="target">${words.options.target}</label>
        <select class="field" id="target" @change=${(event: Event) => this.change({ target: fieldText(event) })}>
          <option value="" ?selected=${options.target === ''}>${words.options.targetDefault}</option>
          ${this.targets.map((name) => html`<option value=${name} ?selected=${name === options.target}>${name}</option>`)}
        </select>
        <p class="help">${words.options.targetHelp}</p>
      </div>
      <div>
        <label for="args">${words.options.buildArgs}</label>
        <textarea
          class="field"
          id="args"
          rows="2"
          spellcheck="false"
          placeholder=${words.options.buildArgsPlaceholder}
          aria-describedby="args-help"
          aria-invalid=${bad === undefined ? 'false' : 'true'}
          .value=${options.buildArgs}
          @input=${(event: Event) => this.change({ buildArgs: fieldText(event) })}
        ></textarea>
        <p class="help ${bad === undefined ? '' : 'bad'}" id="args-help">
          ${bad === undefined ? words.options.buildArgsHelp : words.options.badBuildArg(bad)}
        </p>
      </div>
      <div>
        <label for="tag">${words.options.tag}</label>
        <input
          class="field"
          id="tag"
          autocomplete="off"
          spellcheck="false"
          placeholder=${words.options.tagPlaceholder}
          .value=${options.tag}
          @input=${(event: Event) => this.change({ tag: fieldText(event).trim() })}
        />
        <p class="help">${words.options.tagHelp}</p>
      </div>
      <div>
        <span class="label">${words.options.noCache}</span>
        <label class="check">
          <input
            type="checkbox"
            .checked=${options.noCache}
            @change=${(event: Event) => this.change({ noCache: (event.target as HTMLInputElement).checked })}
          />
          <span>${words.options.noCacheHelp}</span>
        </label>
      </div>
    </div>`;
  }

  private change(change: Partial<BuildOptions>): void {
    this.dispatchEvent(
      new CustomEvent('options-change', { detail: { ...this.options, ...change }, bubbles: true }),
    );
  }

  private tell(type: 'build' | 'stop' | 'replay-open'): void {
    this.dispatchEvent(new CustomEvent(type, { bubbles: true }));
  }
}

function fieldText(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement).value;
}
