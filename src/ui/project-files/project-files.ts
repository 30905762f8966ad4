import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Engine, ProjectEntry } from '../../worker/protocol.ts';
import { type TreeRow, treeRows } from '../model/path-tree.ts';
import {
  admitFiles,
  cleanPath,
  findEntry,
  guessMode,
  isDirectory,
  type Project,
  pathProblem,
  projectLimits,
  projectSize,
  putEntries,
  removePath,
  renamePath,
  setExecutable,
} from '../model/project.ts';
import type { QuestionDialog } from '../question-dialog/question-dialog.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { purposeOf } from './base-image-question.ts';
import { type ChosenFile, filesOfDrop, filesOfInput, projectFolder } from './incoming-files.ts';
import { projectFilesStyles } from './project-files.styles.ts';
import '../question-dialog/question-dialog.ts';

type Naming =
  | { readonly kind: 'file' | 'folder'; readonly start: string }
  | { readonly kind: 'rename'; readonly path: string; readonly start: string };

/** Messages about refused files shown one by one; the rest is counted. */
const messagesShown = 4;

/**
 * The files of the project: the Dockerfile and the build context. Files and folders are added, renamed,
 * deleted, dropped in, and made executable here.
 *
 * @event project-change - `detail` is `{ project, open? }`: the next project, and a file to show.
 * @event file-choose - `detail` is the path of the chosen file.
 * @event image-file - A file shall be imported as a base image; `detail` is the file. Bubbles.
 */
@customElement('dry-project-files')
export class ProjectFiles extends LitElement {
  static override styles = [controls, projectFilesStyles];

  @property({ attribute: false }) project: Project = [];
  @property({ attribute: false }) chosen = '';
  /** Paths with an error in them. */
  @property({ attribute: false }) troubled: ReadonlySet<string> = new Set();
  /** Tells images from other files. */
  @property({ attribute: false }) engine: Engine | undefined;
  /** A drag with files is over the page. */
  @property({ type: Boolean }) dropping = false;

  @state() private closed: ReadonlySet<string> = new Set();
  @state() private naming: Naming | undefined;
  @state() private nameProblem = '';
  @state() private menuPath: string | undefined;
  @state() private messages: readonly string[] = [];
  @state() private reading: { readonly done: number; readonly total: number } | undefined;
  @query('.menu') private readonly menu!: HTMLElement | null;
  @query('dry-question-dialog') private readonly dialog!: QuestionDialog | null;
  @query('#files') private readonly fileInput!: HTMLInputElement | null;
  @query('#folder') private readonly folderInput!: HTMLInputElement | null;

  override render(): TemplateResult {
    const rows = treeRows(
      this.project,
      (entry) => entry.path,
      (path) => !this.closed.has(path),
    );
    const files = this.project.filter((entry) => !isDirectory(entry)).length;
    const { reading } = this;
    return html`
      <header>
        <h2>${words.files.title}</h2>
        ${this.tool(words.files.newFile, icons.plusFile, () => this.startNaming({ kind: 'file', start: this.folder() }))}
        ${this.tool(words.files.newFolder, icons.plusFolder, () => this.startNaming({ kind: 'folder', start: this.folder() }))}
        ${this.tool(words.files.uploadFiles, icons.upload, () => this.fileInput?.click())}
        ${this.tool(words.files.uploadFolder, icons.uploadFolder, () => this.folderInput?.click())}
      </header>
      ${this.messages.length === 0 ? nothing : this.messageBox()}
      <div class="list" role="group" aria-label=${words.files.tree}>
        ${this.naming && this.naming.kind !== 'rename' ? this.nameForm() : nothing}
        ${rows.length === 0 ? html`<p class="empty">${words.files.empty}</p>` : nothing}
        <ul>
          ${rows.map((row) => html`<li>${this.row(row)}</li>`)}
        </ul>
      </div>
      <footer>
        ${reading ? words.files.reading(reading.done, reading.total) : words.files.summary(files, projectSize(this.project))}
        ${
          reading
            ? html`<progress aria-label=${words.files.reading(reading.done, reading.total)} max=${reading.total} .value=${reading.done}></progress>`
            : nothing
        }
      </footer>
      <input id="files" type="file" multiple hidden aria-label=${words.files.uploadFiles} @change=${this.onInput} />
      <input id="folder" type="file" webkitdirectory hidden aria-label=${words.files.uploadFolder} @change=${this.onInput} />
      ${this.menuTemplate()}<dry-question-dialog></dry-question-dialog>
      ${this.dropping ? html`<div class="drop">${words.files.dropHere}</div>` : nothing}
    `;
  }

  /** Takes what was dropped; call it while the drop event is handled. */
  async takeDrop(transfer: DataTransfer): Promise<void> {
    const plain = [...transfer.files];
    try {
      await this.consider(await filesOfDrop(transfer));
    } catch {
      this.messages = [words.files.unreadable(plain[0]?.name ?? '')];
    }
  }

  private tool(label: string, icon: TemplateResult, act: () => void): TemplateResult {
    return html`<button type="button" class="button icon small" aria-label=${label} title=${label} @click=${act}>${icon}</button>`;
  }

  private row(row: TreeRow<ProjectEntry>): TemplateResult {
    if (this.naming?.kind === 'rename' && this.naming.path === row.path) return this.nameForm();
    const executable = row.item !== undefined && !row.directory && (row.item.mode & 0o100) !== 0;
    const chosen = row.path === this.chosen;
    return html`<div class="row${chosen ? ' chosen' : ''}${row.open ? ' unfolded' : ''}" data-path=${row.path}>
      <button
        type="button"
        class="open"
        .style=${`padding-left: ${6 + row.depth * 14}px`}
        aria-current=${chosen ? 'true' : nothing}
        aria-expanded=${row.directory ? (row.open ? 'true' : 'false') : nothing}
        title=${row.path}
        @click=${() => (row.directory ? this.fold(row.path) : this.tell('file-choose', row.path))}
        @keydown=${(event: KeyboardEvent) => this.onRowKey(event, row)}
      >
        ${
          row.directory
            ? html`<svg class="icon twist" viewBox="0 0 16 16" aria-hidden="true"><path d="M6 4l4 4-4 4" /></svg>${icons.folder}`
            : /(^|\/)[^/]*dockerfile[^/]*$/i.test(row.path)
              ? icons.whale
              : icons.file
        }
        <span class="name">${row.name}</span>
        ${this.troubled.has(row.path) ? html`<span class="problem-dot"></span>` : nothing}
      </button>
      ${executable ? html`<span class="exec" title=${words.files.executableOf(row.path)}>+x</span>` : nothing}
      <button
        type="button"
        class="button icon small more"
        aria-label=${words.files.menu(row.path)}
        aria-haspopup="menu"
        @click=${(event: Event) => this.openMenu(event, row.path)}
      >
        ${icons.dots}
      </button>
    </div>`;
  }

  private nameForm(): TemplateResult {
    return html`<form @submit=${this.onName}>
      <input
        class="field"
        name="path"
        autocomplete="off"
        spellcheck="false"
        aria-label=${words.files.namePrompt}
        aria-invalid=${this.nameProblem === '' ? 'false' : 'true'}
        .value=${this.naming?.start ?? ''}
        @keydown=${this.onNameKey}
        @blur=${this.onNameBlur}
      />
      ${this.nameProblem === '' ? nothing : html`<p class="field-problem" role="alert">${this.nameProblem}</p>`}
    </form>`;
  }

  private messageBox(): TemplateResult {
    const more = this.messages.length - messagesShown;
    return html`<div class="message" role="alert">
      ${this.messages.slice(0, messagesShown).map((message) => html`<p>${message}</p>`)}
      ${more > 0 ? html`<p>${words.files.refusedMore(more)}</p>` : nothing}
      <button type="button" class="link" @click=${() => {
        this.messages = [];
      }}>${words.actions.dismiss}</button>
    </div>`;
  }

  private menuTemplate(): TemplateResult {
    const path = this.menuPath ?? '';
    const entry = findEntry(this.project, path);
    const executable = entry !== undefined && (entry.mode & 0o100) !== 0;
    return html`<div class="menu" popover role="menu" aria-label=${words.files.menu(path)} @keydown=${this.onMenuKey}>
      ${
        path.endsWith('/')
          ? html`<button type="button" role="menuitem" @click=${() => this.fromMenu(() => this.startNaming({ kind: 'file', start: path }))}>
            <span class="tick"></span>${words.files.newFile}
          </button>`
          : html`<button
            type="button"
            role="menuitemcheckbox"
            aria-checked=${executable ? 'true' : 'false'}
            @click=${() => this.fromMenu(() => this.change(setExecutable(this.project, path, !executable)))}
          >
            <span class="tick">${executable ? icons.check : nothing}</span>${words.files.executable}
          </button>`
      }
      <button type="button" role="menuitem" @click=${() => this.fromMenu(() => this.startRename(path))}>
        <span class="tick"></span>${words.files.rename}
      </button>
      <button type="button" role="menuitem" class="danger" @click=${() => this.fromMenu(() => this.askRemove(path))}>
        <span class="tick"></span>${words.files.remove}
      </button>
    </div>`;
  }

  private async consider(files: readonly ChosenFile[]): Promise<void> {
    const [only] = files;
    if (only !== undefined && files.length === 1) {
      const purpose = await purposeOf(only.file, this.engine, this.dialog);
      if (purpose === 'image') this.tell('image-file', only.file);
      if (purpose !== 'file') return;
    }
    const name = projectFolder(files);
    if (name === undefined) {
      await this.take(this.project, files);
      return;
    }
    const answer = await this.dialog?.ask({
      title: words.files.replaceTitle(name),
      body: words.files.replaceBody(name, files.length),
      choices: [
        { label: words.files.replaceNo, answer: 'add' },
        { label: words.files.replaceYes, answer: 'replace' },
      ],
    });
    if (answer === 'add') await this.take(this.project, files);
    else if (answer === 'replace') {
      const inside = files.map((file) => ({ ...file, path: file.path.slice(name.length + 1) }));
      await this.take(emptyProject, inside);
    }
  }

  /** Reads what fits and says what doesn't. */
  private async take(onto: Project, files: readonly ChosenFile[]): Promise<void> {
    const { accepted, refused } = admitFiles(onto, files);
    const limits = {
      'file-size': projectLimits.fileSize,
      'total-size': projectLimits.totalSize,
      files: 0,
      path: 0,
    };
    const messages = refused.map(({ file, reason }) =>
      words.files.refused[reason](file.path, file.size, limits[reason]),
    );
    const entries: ProjectEntry[] = [];
    for (const { file, path } of accepted) {
      if (accepted.length > 20) this.reading = { done: entries.length, total: accepted.length };
      try {
        const content = new Uint8Array(await file.arrayBuffer());
        entries.push({ path, content, mode: guessMode(content), modified: file.lastModified });
      } catch {
        messages.push(words.files.unreadable(path));
      }
    }
    this.reading = undefined;
    this.messages = messages;
    if (entries.length === 0) return;
    // Somebody may have typed while files were read: unless the project is replaced, add to what it is now.
    const base = onto === emptyProject ? onto : this.project;
    const open = entries.find((entry) => entry.path === 'Dockerfile') ?? entries[0];
    this.change(putEntries(base, entries), open?.path);
  }

  private async askRemove(path: string): Promise<void> {
    const files = path.endsWith('/') ? this.project.filter((entry) => entry.path.startsWith(path)).length : 1;
    const sure = await this.dialog?.ask({
      title: words.files.confirmRemove(path, files),
      choices: [{ label: words.files.remove, answer: true }],
    });
    if (sure) this.change(removePath(this.project, path));
  }

  private startRename(path: string): void {
    this.startNaming({ kind: 'rename', path, start: path.replace(/\/$/, '') });
  }

  private async startNaming(naming: Naming): Promise<void> {
    this.naming = naming;
    this.nameProblem = '';
    await this.updateComplete;
    const input = this.renderRoot.querySelector<HTMLInputElement>('form .field');
    if (!input) return;
    input.focus();
    const slash = input.value.lastIndexOf('/');
    input.setSelectionRange(slash + 1, input.value.length);
  }

  private onName(event: SubmitEvent): void {
    event.preventDefault();
    const { naming } = this;
    const input = this.renderRoot.querySelector<HTMLInputElement>('form .field');
    if (!naming || !input) return;
    const path = cleanPath(input.value);
    if (naming.kind === 'rename' && path === naming.start) {
      this.naming = undefined;
      return;
    }
    const problem = this.problemOf(naming, path);
    if (problem !== '') {
      this.nameProblem = problem;
      return;
    }
    this.naming = undefined;
    if (naming.kind === 'rename') {
      const to = naming.path.endsWith('/') ? `${path}/` : path;
      this.change(renamePath(this.project, naming.path, to), naming.path === this.chosen ? to : undefined);
    } else {
      const folder = naming.kind === 'folder';
      const entry = {
        path: folder ? `${path}/` : path,
        mode: folder ? 0o755 : 0o644,
        modified: Date.now(),
        content: new Uint8Array(0),
      };
      this.change(putEntries(this.project, [entry]), folder ? undefined : path);
    }
  }

  private problemOf(naming: Naming, path: string): string {
    if (naming.kind === 'rename' && naming.path.endsWith('/') && `${path}/`.startsWith(naming.path)) {
      return words.files.pathProblem['inside-itself'];
    }
    const others = naming.kind === 'rename' ? removePath(this.project, naming.path) : this.project;
    const problem = pathProblem(others, path);
    return problem === undefined ? '' : words.files.pathProblem[problem];
  }

  private onNameKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.naming = undefined;
  }

  private onNameBlur(event: FocusEvent): void {
    if ((event.target as HTMLInputElement).value === (this.naming?.start ?? '')) this.naming = undefined;
  }

  private onRowKey(event: KeyboardEvent, row: TreeRow<ProjectEntry>): void {
    if (event.key === 'F2') this.startRename(row.path);
    else if (event.key === 'Delete') void this.askRemove(row.path);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.open')];
      const at = buttons.indexOf(event.currentTarget as HTMLElement);
      buttons[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    } else return;
    event.preventDefault();
  }

  private async openMenu(event: Event, path: string): Promise<void> {
    const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
    this.menuPath = path;
    await this.updateComplete;
    const { menu } = this;
    if (!menu) return;
    menu.showPopover();
    const left = Math.min(place.left, document.documentElement.clientWidth - menu.offsetWidth - 8);
    const below = place.bottom + 4 + menu.offsetHeight < document.documentElement.clientHeight;
    menu.style.left = `${Math.max(8, left)}px`;
    menu.style.top = `${below ? place.bottom + 4 : place.top - menu.offsetHeight - 4}px`;
    menu.querySelector('button')?.focus();
  }

  private onMenuKey(event: KeyboardEvent): void {
    const move = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (move === 0) return;
    event.preventDefault();
    const items = [...(this.menu?.querySelectorAll('button') ?? [])];
    const at = items.findIndex((item) => item.matches(':focus'));
    items[(at + move + items.length) % items.length]?.focus();
  }

  private fromMenu(act: () => unknown): void {
    this.menu?.hidePopover();
    act();
  }

  private onInput(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = filesOfInput(input);
    input.value = '';
    void this.consider(files);
  }

  private fold(path: string): void {
    const next = new Set(this.closed);
    if (!next.delete(path)) next.add(path);
    this.closed = next;
  }

  /** Folder of the chosen file: where a new one most likely goes. */
  private folder(): string {
    return this.chosen.slice(0, this.chosen.lastIndexOf('/') + 1);
  }

  private change(project: Project, open?: string): void {
    this.tell('project-change', open === undefined ? { project } : { project, open });
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}

const emptyProject: Project = [];
