/** Which of its views the page shows, and whether it takes the place of files and editor too. */
import type { ReactiveControllerHost } from 'lit';
import { areaOf, areas, type View, views } from './areas.ts';

export class ViewChoice {
  shown: View = 'project';
  expanded = false;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  show(view: View): void {
    this.shown = view;
    void areaOf(view)?.load();
    this.#host.requestUpdate();
  }

  /** Views are counted as their tabs stand. */
  showNth(at: number): void {
    const view = [...views, ...areas.map(({ id }) => id)][at];
    if (view) this.show(view);
  }

  expand(isExpanded = !this.expanded): void {
    this.expanded = isExpanded;
    this.#host.requestUpdate();
  }
}
