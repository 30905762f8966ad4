/**
 * The project on the desk: its files, the open one, what is questionable in its Dockerfile, and whether this browser
 * keeps it. Every change goes through here, is checked and saved a moment later, and asks the element to render.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { BuildProblem } from '../../build/events.ts';
import type { Engine, ProjectEntry } from '../../worker/protocol.ts';
import { examples } from '../examples/all.ts';
import { exampleProject } from '../examples/example.ts';
import { findEntry, type Project, setContent } from '../model/project.ts';
import { DockerfileCheck } from './dockerfile-check.ts';
import { KeptProject } from './kept-project.ts';

export const dockerfilePath = 'Dockerfile';

export class ProjectDesk implements ReactiveController {
  project: Project = [];
  openPath = dockerfilePath;
  /** Problems of the Dockerfile as it is now. */
  found: readonly BuildProblem[] = [];
  /** Why the latest change could not be saved. */
  saveFailure = '';
  readonly #host: ReactiveControllerHost;
  #engine: Engine | undefined;
  readonly #kept = new KeptProject((message) => {
    this.saveFailure = message;
    this.#host.requestUpdate();
  });
  readonly #check = new DockerfileCheck((found) => {
    this.found = found;
    this.#host.requestUpdate();
  });

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('pagehide', this.saveNow);
  }

  hostDisconnected(): void {
    window.removeEventListener('pagehide', this.saveNow);
  }

  readonly saveNow = (): Promise<void> => this.#kept.saveNow();

  /** The given Dockerfile, else the example, else what this browser keeps (and keeps from now on). */
  async begin(engine: Engine, dockerfile: string, example: string | undefined): Promise<void> {
    this.#engine = engine;
    const wanted = examples.find(({ id }) => id === example);
    if (dockerfile.trim() !== '') {
      const content = new TextEncoder().encode(dockerfile);
      this.#show([{ path: dockerfilePath, mode: 0o644, modified: 0, content }]);
    } else if (wanted) {
      this.#show(exampleProject(wanted));
    } else {
      this.#show((await this.#kept.load(engine)) ?? exampleProject(examples[0]));
    }
  }

  get dockerfile(): ProjectEntry | undefined {
    return findEntry(this.project, dockerfilePath);
  }

  get entry(): ProjectEntry | undefined {
    return findEntry(this.project, this.openPath);
  }

  open(path: string): void {
    this.openPath = path;
    this.#host.requestUpdate();
  }

  write(path: string, text: string): void {
    this.#change(setContent(this.project, path, new TextEncoder().encode(text), Date.now()));
  }

  /** Takes another text for the Dockerfile and shows it; returns what brings back the one before. */
  rewriteDockerfile(text: string): (() => void) | undefined {
    const before = this.dockerfile;
    if (!before) return undefined;
    this.write(dockerfilePath, text);
    this.open(dockerfilePath);
    return () => this.#change(setContent(this.project, dockerfilePath, before.content, before.modified));
  }

  /** Takes a changed project, and opens a file of it. */
  change(project: Project, open?: string): void {
    if (open !== undefined) this.openPath = open;
    else if (!findEntry(project, this.openPath)) this.openPath = firstPath(project);
    this.#change(project);
  }

  /** Takes another project; returns what brings back the one before. */
  replace(project: Project): () => void {
    const before = this.project;
    this.#show(project);
    this.#kept.changed(project);
    return () => {
      this.replace(before);
    };
  }

  #change(project: Project): void {
    this.project = project;
    this.#kept.changed(project);
    this.#checkSoon();
  }

  #show(project: Project): void {
    this.project = project;
    this.openPath = firstPath(project);
    this.#checkSoon();
  }

  #checkSoon(): void {
    this.#check.soon(this.#engine, this.project, dockerfilePath);
    this.#host.requestUpdate();
  }
}

function firstPath(project: Project): string {
  return findEntry(project, dockerfilePath) ? dockerfilePath : (project[0]?.path ?? '');
}
