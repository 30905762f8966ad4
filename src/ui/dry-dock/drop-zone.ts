/** Lets an element take files that are dragged onto it from outside the page. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class DropZone implements ReactiveController {
  /** Files are above the element right now. */
  hovering = false;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onDrop: (files: DataTransfer) => void;

  constructor(host: ReactiveControllerHost & HTMLElement, onDrop: (files: DataTransfer) => void) {
    this.#host = host;
    this.#onDrop = onDrop;
    host.addController(this);
  }

  hostConnected(): void {
    for (const type of ['dragenter', 'dragover'] as const) this.#host.addEventListener(type, this.#over);
    this.#host.addEventListener('dragleave', this.#leave);
    this.#host.addEventListener('drop', this.#drop);
  }

  hostDisconnected(): void {
    for (const type of ['dragenter', 'dragover'] as const) this.#host.removeEventListener(type, this.#over);
    this.#host.removeEventListener('dragleave', this.#leave);
    this.#host.removeEventListener('drop', this.#drop);
  }

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.#hover(true);
  };

  /** Sent on the way between parts of the element as well; seen from outside, those are all the element. */
  readonly #leave = (event: DragEvent): void => {
    const to = event.relatedTarget;
    if (!(to instanceof Node) || !this.#host.contains(to)) this.#hover(false);
  };

  readonly #drop = (event: DragEvent): void => {
    this.#hover(false);
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#onDrop(event.dataTransfer);
  };

  #hover(hovering: boolean): void {
    if (hovering === this.hovering) return;
    this.hovering = hovering;
    this.#host.requestUpdate();
  }
}
