/** Checks the Dockerfile a moment after the last change; only the newest check's answer counts. */
import type { BuildProblem } from '../../build/events.ts';
import type { Engine } from '../../worker/protocol.ts';
import { findEntry, type Project } from '../model/project.ts';

const delay = 250;

export class DockerfileCheck {
  readonly #onFound: (problems: readonly BuildProblem[]) => void;
  #timer = 0;
  #asked = 0;

  constructor(onFound: (problems: readonly BuildProblem[]) => void) {
    this.#onFound = onFound;
  }

  soon(engine: Engine | undefined, project: Project, dockerfile: string): void {
    clearTimeout(this.#timer);
    const asked = ++this.#asked;
    this.#timer = window.setTimeout(async () => {
      const found =
        engine && findEntry(project, dockerfile)
          ? // A check that cannot be made says nothing of the Dockerfile; the build will.
            await engine.check({ entries: project, dockerfile }).catch(() => [])
          : [];
      if (asked === this.#asked) this.#onFound(found);
    }, delay);
  }
}
