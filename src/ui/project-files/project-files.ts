import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Engine, ProjectEntry } from '../../worker/protocol.ts';
import { type TreeRow, treeRows } from '../model/path-tree.ts';
import {
  findEntry,
  isDirectory,
  type Project,
  projectSize,
  removePath,
  setExecutable,
} from '../model/project.ts';
import type { QuestionDialog } from '../question-dialog/question-dialog.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { FileIntake } from './file-intake.ts';
import { FileNaming } from './file-naming.ts';
import { projectFilesStyles } from './project-files.styles.ts';
import '../question-dialog/question-dialog.ts';

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
  @state() private menuPath: string | undefined;
  @query('.menu') private readonly menu!: HTMLElement | null;
  @query('dry-question-dialog') private readonly dialog!: QuestionDialog | null;
  @query('#files') private readonly fileInput!: HTMLInputElement | null;
  @query('#folder') private readonly folderInput!: HTMLInputElement | null;

  private readonly intake = new FileIntake(this, {
    project: () => this.project,
    engine: () => this.engine,
    dialog: () => this.dialog,
    onProject: (project, open) => this.change(project, open),
    onImage: (file) => this.tell('image-file', file),
  });
  private readonly naming = new FileNaming(this, {
    project: () => this.project,
    onProject: (project, { from, moved }) =>
      this.change(project, from === undefined || from === this.chosen ? moved : undefined),
  });

  override render(): TemplateResult {
    const rows = treeRows(
      this.project,
      (entry) => entry.path,
      (path) => !this.closed.has(path),
    );
    const files = this.project.filter((entry) => !isDirectory(entry)).length;
    const { reading } = this.intake;
    return html`
      <header>
        <h2>${words.files.title}</h2>
        ${this.tool(words.files.newFile, icons.plusFile, () => this.naming.add('file', this.folder()))}
        ${this.tool(words.files.newFolder, icons.plusFolder, () => this.naming.add('folder', this.folder()))}
        ${this.tool(words.files.uploadFiles, icons.upload, () => this.fileInput?.click())}
        ${this.tool(words.files.uploadFolder, icons.uploadFolder, () => this.folderInput?.click())}
      </header>
      ${this.intake.messages.length === 0 ? nothing : this.messageBox()}
      <div class="list" role="group" aria-label=${words.files.tree}>
        ${this.naming.isNew ? this.naming.form() : nothing}
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
      <input id="files" type="file" multiple hidden aria-label=${words.files.uploadFiles} @change=${this.intake.onInput} />
      <input id="folder" type="file" webkitdirectory hidden aria-label=${words.files.uploadFolder} @change=${this.intake.onInput} />
      ${this.menuTemplate()}<dry-question-dialog></dry-question-dialog>
      ${this.dropping ? html`<div class="drop">${words.files.dropHere}</div>` : nothing}
    `;
  }

  /** Takes what was dropped; call it while the drop event is handled. */
  takeDrop(transfer: DataTransfer): Promise<void> {
    return this.intake.takeDrop(transfer);
  }

  private tool(label: string, icon: TemplateResult, act: () => void): TemplateResult {
    return html`<button type="button" class="button icon small" aria-label=${label} title=${label} @click=${act}>${icon}</button>`;
  }

  private row(row: TreeRow<ProjectEntry>): TemplateResult {
    if (this.naming.renames(row.path)) return this.naming.form();
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

  private messageBox(): TemplateResult {
    const { messages, dismiss } = this.intake;
    const more = messages.length - messagesShown;
    return html`<div class="message" role="alert">
      ${messages.slice(0, messagesShown).map((message) => html`<p>${message}</p>`)}
      ${more > 0 ? html`<p>${words.files.refusedMore(more)}</p>` : nothing}
      <button type="button" class="link" @click=${dismiss}>${words.actions.dismiss}</button>
    </div>`;
  }

  private menuTemplate(): TemplateResult {
    const path = this.menuPath ?? '';
    const entry = findEntry(this.project, path);
    const executable = entry !== undefined && (entry.mode & 0o100) !== 0;
    return html`<div class="menu" popover role="menu" aria-label=${words.files.menu(path)} @keydown=${this.onMenuKey}>
      ${
        path.endsWith('/')
          ? html`<button type="button" role="menuitem" @click=${() => this.fromMenu(() => this.naming.add('file', path))}>
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
      <button type="button" role="menuitem" @click=${() => this.fromMenu(() => this.naming.rename(path))}>
        <span class="tick"></span>${words.files.rename}
      </button>
      <button type="button" role="menuitem" class="danger" @click=${() => this.fromMenu(() => this.askRemove(path))}>
        <span class="tick"></span>${words.files.remove}
      </button>
    </div>`;
  }

  private async askRemove(path: string): Promise<void> {
    const files = path.endsWith('/') ? this.project.filter((entry) => entry.path.startsWith(path)).length : 1;
    const sure = await this.dialog?.ask({
      title: words.files.confirmRemove(path, files),
      choices: [{ label: words.files.remove, answer: true }],
    });
    if (sure) this.change(removePath(this.project, path));
  }

  private onRowKey(event: KeyboardEvent, row: TreeRow<ProjectEntry>): void {
    if (event.key === 'F2') void this.naming.rename(row.path);
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
