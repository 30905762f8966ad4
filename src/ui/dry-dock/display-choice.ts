/**
 * How the element looks and what it speaks: what its page's author set, else what the person chose before, else the
 * system's way; the language of the page around it, or with `language="auto"` the browser's.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Language, spokenLanguage } from '../text/languages.ts';
import { speakIn } from '../text/spoken.ts';
import { type Display, rememberDisplay, rememberedDisplay } from '../theme/display.ts';

/** The element's attributes, which its styles follow. */
export interface DisplayHost extends ReactiveControllerHost, Element {
  theme: 'light' | 'dark' | undefined;
  contrast: boolean;
  presentation: boolean;
  /** A language's tag, or `auto`. */
  language: string | undefined;
}

export class DisplayChoice implements ReactiveController {
  readonly #host: DisplayHost;
  #language: Language = 'en';

  constructor(host: DisplayHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const kept = rememberedDisplay();
    if (kept.theme !== 'system') this.#host.theme ??= kept.theme;
    this.#host.contrast ||= kept.contrast;
    this.#host.presentation ||= kept.presentation;
    this.#speak(kept.language ?? this.#givenLanguage());
  }

  get display(): Display {
    const { theme, contrast, presentation } = this.#host;
    return { theme: theme ?? 'system', contrast, presentation, language: this.#language };
  }

  choose(change: Partial<Display>): void {
    const display = { ...this.display, ...change };
    this.#host.theme = display.theme === 'system' ? undefined : display.theme;
    this.#host.contrast = display.contrast;
    this.#host.presentation = display.presentation;
    rememberDisplay(display);
    this.#speak(display.language ?? 'en');
  }

  #givenLanguage(): Language {
    const given = this.#host.language ?? this.#host.closest('[lang]')?.getAttribute('lang') ?? 'en';
    return spokenLanguage(given === 'auto' ? navigator.languages : [given]) ?? 'en';
  }

  #speak(language: Language): void {
    const before = this.#language;
    this.#language = language;
    // Until another is asked for, the page speaks English by itself.
    if (language === before) return;
    this.#host.setAttribute('lang', language);
    // Words that can't be loaded leave the page as it is, in a language that it has.
    speakIn(language, () => document.querySelectorAll(this.#host.localName)).catch(() => undefined);
  }
}
