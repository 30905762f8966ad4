/** Where a person is taken who asks for a step, a line, a problem or the image. */
import type { ReactiveControllerHost } from 'lit';
import type { BuildProblem, StepId } from '../../build/events.ts';
import type { BuildPane } from '../build-pane/build-pane.ts';
import type { EditorPane } from '../editor-pane/editor-pane.ts';
import { findEntry } from '../model/project.ts';
import type { StepTab } from '../model/step-choice.ts';
import type { BuildDesk } from './build-desk.ts';
import type { BuildOrders } from './build-orders.ts';
import { dockerfilePath, type ProjectDesk } from './project-desk.ts';
import type { ViewChoice } from './view-choice.ts';

export interface GuideDesks {
  readonly project: ProjectDesk;
  readonly builds: BuildDesk;
  readonly orders: BuildOrders;
  readonly views: ViewChoice;
  readonly editor: () => EditorPane | null;
  readonly pane: () => BuildPane | null;
}

export class Guide {
  readonly #host: ReactiveControllerHost;
  readonly #desks: GuideDesks;

  constructor(host: ReactiveControllerHost, desks: GuideDesks) {
    this.#host = host;
    this.#desks = desks;
  }

  toStep(step: StepId | undefined, tab?: StepTab): void {
    const { builds, views } = this.#desks;
    if (step === undefined) return;
    builds.choose({ step, tab: tab ?? builds.choice.tab, byHand: true });
    views.show('step');
    this.reveal(step);
  }

  /** Scrolls to a step in the graph. */
  reveal(step: StepId): void {
    void this.#desks.pane()?.reveal(step);
  }

  /** The finished image in the place of the chosen step: to be downloaded and pushed. */
  toImage(): void {
    this.#desks.builds.choose({ step: undefined, byHand: true });
    this.#desks.views.show('step');
  }

  /** A line of the Dockerfile that was built. */
  toLine(line: number): void {
    this.#toText(this.#desks.orders.builtPath, line);
  }

  toProblem({ file = dockerfilePath, range }: BuildProblem): void {
    if (findEntry(this.#desks.project.project, file)) this.#toText(file, range?.start.line ?? 1);
  }

  #toText(path: string, line: number): void {
    const { project, views, editor } = this.#desks;
    project.open(path);
    // Where the editor stands beside what is shown, that stays.
    if (!editor()?.getClientRects().length) {
      views.show('project');
      views.expand(false);
    }
    void this.#host.updateComplete.then(() => editor()?.goTo(line, true));
  }
}
