/** What of a long list is on the screen: follows the height of the element that scrolls, and how far it is scrolled. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type VirtualWindow, virtualWindow } from '../model/virtual-window.ts';

/** CSS pixels, until the element is in the document. */
const firstHeight = 400;

export class ScrollWindow implements ReactiveController {
  /** Of the element that scrolls, CSS pixels. */
  height = firstHeight;
  scrolled = 0;
  readonly #host: ReactiveControllerHost & Element;
  readonly #scroller: () => HTMLElement | null;
  readonly #rowHeight: number;
  readonly #observer = new ResizeObserver(() => this.#measure());

  /** `rowHeight`: CSS pixels, the same for all rows. */
  constructor(host: ReactiveControllerHost & Element, scroller: () => HTMLElement | null, rowHeight: number) {
    this.#host = host;
    this.#scroller = scroller;
    this.#rowHeight = rowHeight;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  hostUpdated(): void {
    this.#measure();
  }

  /** For the element's `scroll` event. */
  readonly onScroll = (): void => {
    const top = this.#scroller()?.scrollTop ?? 0;
    if (top === this.scrolled) return;
    this.scrolled = top;
    this.#host.requestUpdate();
  };

  toTop(): void {
    this.scrolled = 0;
    const scroller = this.#scroller();
    if (scroller) scroller.scrollTop = 0;
  }

  /** The rows to render of so many. */
  rows(count: number): VirtualWindow {
    return virtualWindow(count, this.#rowHeight, this.scrolled, this.height);
  }

  /** The rows to render where the list is kept scrolled to its end. */
  lastRows(count: number): VirtualWindow {
    return virtualWindow(
      count,
      this.#rowHeight,
      Math.max(0, count * this.#rowHeight - this.height),
      this.height,
    );
  }

  #measure(): void {
    const height = this.#scroller()?.clientHeight;
    if (height === undefined || height === this.height) return;
    this.height = height;
    this.#host.requestUpdate();
  }
}
