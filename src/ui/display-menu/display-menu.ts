import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { type Language, languageNames, languages } from '../text/languages.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { type Display, type Theme, themes } from '../theme/display.ts';
import { icons } from '../theme/icons.ts';
import { placeBelow } from '../theme/place-below.ts';

/**
 * A button with the choices of how the page looks: language, theme, contrast, large type.
 *
 * @event display-change - `detail` is the part of the `Display` that was chosen. Bubbles.
 */
@customElement('dry-display-menu')
export class DisplayMenu extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }

      .panel {
        position: fixed;
        inset: auto;
        width: 264px;
        padding: 14px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        margin: 0;
        overflow: auto;
        background: var(--raised);
        box-shadow: var(--shadow);
        color: var(--ink);
        font-size: 13px;
      }

      fieldset {
        display: grid;
        gap: 2px;
        padding: 0;
        border: 0;
        margin: 0 0 10px;
      }

      legend {
        padding: 0 0 4px;
        font-weight: 650;
      }

      label {
        display: flex;
        gap: 8px;
        align-items: baseline;
        padding: 4px 0;
        cursor: pointer;
      }

      input {
        flex: none;
        accent-color: var(--accent);
        translate: 0 1px;
      }

      .help {
        display: block;
        color: var(--ink-soft);
        font-size: 12px;
      }

      select {
        width: 100%;
        min-height: 30px;
        padding: 0 6px;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-small);
        background: var(--raised);
      }

      .keys {
        width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) display: Display | undefined;
  @state() private open = false;
  @query('.panel') private readonly panel!: HTMLElement | null;
  @query('button') private readonly button!: HTMLElement | null;

  override render(): TemplateResult {
    const label = words.display.title;
    return html`<button
        type="button"
        class="button icon"
        popovertarget="panel"
        aria-expanded=${this.open ? 'true' : 'false'}
        aria-label=${label}
        title=${label}
      >
        ${icons.display}
      </button>
      <div id="panel" class="panel" popover role="dialog" aria-label=${label} @toggle=${this.onToggle}>
        <fieldset>
          <legend>${words.display.theme}</legend>
          ${themes.map((theme) => this.themeChoice(theme))}
        </fieldset>
        <fieldset>
          <legend>${words.display.reading}</legend>
          ${this.switch('contrast', words.display.contrast, words.display.contrastHelp)}
          ${this.switch('presentation', words.display.presentation, words.display.presentationHelp)}
        </fieldset>
        <fieldset>
          <legend id="language">${words.display.language}</legend>
          <select
            aria-labelledby="language"
            @change=${(event: Event) => this.choose({ language: (event.target as HTMLSelectElement).value as Language })}
          >
            ${languages.map(
              (id) =>
                html`<option value=${id} lang=${id} ?selected=${id === (this.display?.language ?? 'en')}>${languageNames[id]}</option>`,
            )}
          </select>
        </fieldset>
        <button type="button" class="button small keys" @click=${this.showKeys}>${words.keys.open}</button>
      </div>`;
  }

  private themeChoice(theme: Theme): TemplateResult {
    return html`<label
      ><input
        type="radio"
        name="theme"
        .checked=${this.display?.theme === theme}
        @change=${() => this.choose({ theme })}
      />${words.display.themes[theme]}</label
    >`;
  }

  private switch(name: 'contrast' | 'presentation', title: string, help: string): TemplateResult {
    return html`<label
      ><input
        type="checkbox"
        .checked=${this.display?.[name] ?? false}
        @change=${(event: Event) => this.choose({ [name]: (event.target as HTMLInputElement).checked })}
      /><span>${title}<span class="help">${help}</span></span></label
    >`;
  }

  private choose(detail: Partial<Display>): void {
    this.dispatchEvent(new CustomEvent('display-change', { detail, bubbles: true, composed: true }));
  }

  private showKeys(): void {
    this.panel?.hidePopover();
    this.dispatchEvent(new CustomEvent('keys-show', { bubbles: true, composed: true }));
  }

  private onToggle(event: ToggleEvent): void {
    this.open = event.newState === 'open';
    const { panel, button } = this;
    if (this.open && panel && button) placeBelow(panel, button);
  }
}
