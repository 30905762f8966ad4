/** How the element looks: what its page's author set, else what the person chose before, else the system's way. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Display, rememberDisplay, rememberedDisplay } from '../theme/display.ts';

/** The element's attributes, which its styles follow. */
export interface DisplayHost extends ReactiveControllerHost {
  theme: 'light' | 'dark' | undefined;
  contrast: boolean;
  presentation: boolean;
}

export class DisplayChoice implements ReactiveController {
  readonly #host: DisplayHost;

  constructor(host: DisplayHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const kept = rememberedDisplay();
    if (kept.theme !== 'system') this.#host.theme ??= kept.theme;
    this.#host.contrast ||= kept.contrast;
    this.#host.presentation ||= kept.presentation;
  }

  get display(): Display {
    const { theme, contrast, presentation } = this.#host;
    return { theme: theme ?? 'system', contrast, presentation };
  }

  choose(change: Partial<Display>): void {
    const display = { ...this.display, ...change };
    this.#host.theme = display.theme === 'system' ? undefined : display.theme;
    this.#host.contrast = display.contrast;
    this.#host.presentation = display.presentation;
    rememberDisplay(display);
  }
}
