/** Ctrl or ⌘ + Enter builds, Escape stops: with the focus in the element, or anywhere when it is alone on its page. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface ShortcutActions {
  readonly build: () => void;
  readonly stop: () => void;
}

export class Shortcuts implements ReactiveController {
  readonly #host: HTMLElement;
  readonly #actions: ShortcutActions;

  constructor(host: ReactiveControllerHost & HTMLElement, actions: ShortcutActions) {
    this.#host = host;
    this.#actions = actions;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('keydown', this.#onKey);
  }

  hostDisconnected(): void {
    window.removeEventListener('keydown', this.#onKey);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const path = event.composedPath();
    const alone = path[0] === document.body && document.querySelectorAll(this.#host.localName).length === 1;
    if (!path.includes(this.#host) && !alone) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.#actions.build();
    } else if (event.key === 'Escape' && !event.defaultPrevented && !path.some(isOpenOverlay)) {
      this.#actions.stop();
    }
  };
}

function isOpenOverlay(target: EventTarget): boolean {
  return target instanceof Element && target.matches('dialog[open], :popover-open');
}
