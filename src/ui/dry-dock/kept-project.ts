/**
 * The project that this browser keeps: loaded once, saved a moment after each change and before each build. When the
 * page goes away it is too late to be sure: the worker that saves goes with it.
 */
import type { Engine } from '../../worker/protocol.ts';
import type { Project } from '../model/project.ts';

/** Milliseconds: less than it takes from the last key to a reload. */
const delay = 120;

export class KeptProject {
  readonly #onFailure: (message: string) => void;
  #engine: Engine | undefined;
  #unsaved: Project | undefined;
  #timer = 0;

  /** `onFailure` is told why the project could not be saved, and `''` when it could again. */
  constructor(onFailure: (message: string) => void) {
    this.#onFailure = onFailure;
  }

  /** From now on changes are kept. Without a call of this (a project that came with the page) nothing is. */
  async load(engine: Engine): Promise<Project | undefined> {
    this.#engine = engine;
    return engine.loadProject().catch(() => undefined);
  }

  changed(project: Project): void {
    if (!this.#engine) return;
    this.#unsaved = project;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.saveNow, delay);
  }

  /** Resolves when it is saved, or could not be. */
  readonly saveNow = async (): Promise<void> => {
    clearTimeout(this.#timer);
    const project = this.#unsaved;
    this.#unsaved = undefined;
    if (!project || !this.#engine) return;
    try {
      await this.#engine.saveProject(project);
      this.#onFailure('');
    } catch (error) {
      this.#onFailure(error instanceof Error ? error.message : String(error));
    }
  };
}
