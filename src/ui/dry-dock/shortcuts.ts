/** The page's keys, with the focus in the element, or anywhere when it is alone on its page. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { actionOf, type PageAction, viewNumber } from '../model/key-bindings.ts';

export type ShortcutActions = Readonly<Record<Exclude<PageAction, 'view'>, () => void>> & {
  /** Shows the view at that place, from 0. */
  readonly view: (at: number) => void;
};

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
    const action = actionOf(event, path.some(isTextField));
    if (action === undefined) return;
    if (action === 'stop') {
      // Escape closes what is open first.
      if (!event.defaultPrevented && !path.some(isOpenOverlay)) this.#actions.stop();
      return;
    }
    event.preventDefault();
    if (action === 'view') this.#actions.view(viewNumber(event) ?? 0);
    else this.#actions[action]();
  };
}

function isOpenOverlay(target: EventTarget): boolean {
  return target instanceof Element && target.matches('dialog[open], :popover-open');
}

function isTextField(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable)
  );
}
