/** The line in which a new file or folder gets its name, or an old one another. */
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import {
  cleanPath,
  type Project,
  pathProblem,
  putEntries,
  removePath,
  renamePath,
} from '../model/project.ts';
import { words } from '../text/words.ts';

type Naming =
  | { readonly kind: 'file' | 'folder'; readonly start: string }
  | { readonly kind: 'rename'; readonly path: string; readonly start: string };

export interface NamingDesk {
  readonly project: () => Project;
  /** `moved`: where what was renamed is now, or the new file. */
  readonly onProject: (
    project: Project,
    change: { readonly from?: string; readonly moved: string | undefined },
  ) => void;
}

interface NamingHost extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment;
}

export class FileNaming {
  #naming: Naming | undefined;
  #problem = '';
  readonly #host: NamingHost;
  readonly #desk: NamingDesk;

  constructor(host: NamingHost, desk: NamingDesk) {
    this.#host = host;
    this.#desk = desk;
  }

  get isNew(): boolean {
    return this.#naming !== undefined && this.#naming.kind !== 'rename';
  }

  /** It stands in the place of that row. */
  renames(path: string): boolean {
    return this.#naming?.kind === 'rename' && this.#naming.path === path;
  }

  /** A new file or folder in that folder, which ends in a slash or is empty. */
  add(kind: 'file' | 'folder', folder: string): Promise<void> {
    return this.#start({ kind, start: folder });
  }

  rename(path: string): Promise<void> {
    return this.#start({ kind: 'rename', path, start: path.replace(/\/$/, '') });
  }

  form(): TemplateResult {
    return html`<form @submit=${this.#onSubmit}>
      <input
        class="field"
        name="path"
        autocomplete="off"
        spellcheck="false"
        aria-label=${words.files.namePrompt}
        aria-invalid=${this.#problem === '' ? 'false' : 'true'}
        .value=${this.#naming?.start ?? ''}
        @keydown=${this.#onKey}
        @blur=${this.#onBlur}
      />
      ${this.#problem === '' ? nothing : html`<p class="field-problem" role="alert">${this.#problem}</p>`}
    </form>`;
  }

  async #start(naming: Naming): Promise<void> {
    this.#naming = naming;
    this.#say('');
    await this.#host.updateComplete;
    const input = this.#input();
    if (!input) return;
    input.focus();
    const slash = input.value.lastIndexOf('/');
    input.setSelectionRange(slash + 1, input.value.length);
  }

  #input(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector<HTMLInputElement>('form .field');
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const naming = this.#naming;
    const input = this.#input();
    if (!naming || !input) return;
    const path = cleanPath(input.value);
    const isSame = naming.kind === 'rename' && path === naming.start;
    const problem = isSame ? '' : problemOf(this.#desk.project(), naming, path);
    if (problem !== '') {
      this.#say(problem);
      return;
    }
    this.#end();
    if (isSame) return;
    const project = this.#desk.project();
    if (naming.kind === 'rename') {
      const moved = naming.path.endsWith('/') ? `${path}/` : path;
      this.#desk.onProject(renamePath(project, naming.path, moved), { from: naming.path, moved });
      return;
    }
    const folder = naming.kind === 'folder';
    const entry = {
      path: folder ? `${path}/` : path,
      mode: folder ? 0o755 : 0o644,
      modified: Date.now(),
      content: new Uint8Array(0),
    };
    this.#desk.onProject(putEntries(project, [entry]), { moved: folder ? undefined : path });
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#end();
  };

  readonly #onBlur = (event: FocusEvent): void => {
    if ((event.target as HTMLInputElement).value === (this.#naming?.start ?? '')) this.#end();
  };

  #end(): void {
    this.#naming = undefined;
    this.#host.requestUpdate();
  }

  #say(problem: string): void {
    this.#problem = problem;
    this.#host.requestUpdate();
  }
}

function problemOf(project: Project, naming: Naming, path: string): string {
  if (naming.kind === 'rename' && naming.path.endsWith('/') && `${path}/`.startsWith(naming.path)) {
    return words.files.pathProblem['inside-itself'];
  }
  const others = naming.kind === 'rename' ? removePath(project, naming.path) : project;
  const problem = pathProblem(others, path);
  return problem === undefined ? '' : words.files.pathProblem[problem];
}
