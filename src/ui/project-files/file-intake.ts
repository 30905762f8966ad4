/** Takes files from outside into the project: asks what they are for, reads what fits, and says what doesn't. */
import type { ReactiveControllerHost } from 'lit';
import type { Engine, ProjectEntry } from '../../worker/protocol.ts';
import { admitFiles, guessMode, type Project, projectLimits, putEntries } from '../model/project.ts';
import type { QuestionDialog } from '../question-dialog/question-dialog.ts';
import { words } from '../text/words.ts';
import { purposeOf } from './base-image-question.ts';
import { type ChosenFile, filesOfDrop, filesOfInput, projectFolder } from './incoming-files.ts';

export interface IntakeDesk {
  /** As it is now. */
  readonly project: () => Project;
  readonly engine: () => Engine | undefined;
  readonly dialog: () => QuestionDialog | null;
  /** `open`: a file to show. */
  readonly onProject: (project: Project, open: string | undefined) => void;
  /** A file shall be imported as a base image. */
  readonly onImage: (file: File) => void;
}

/** So many files take long enough for a person to want to see it. */
const shownFrom = 20;
const emptyProject: Project = [];

export class FileIntake {
  /** Why files were refused. */
  messages: readonly string[] = [];
  reading: { readonly done: number; readonly total: number } | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #desk: IntakeDesk;

  constructor(host: ReactiveControllerHost, desk: IntakeDesk) {
    this.#host = host;
    this.#desk = desk;
  }

  /** Call it while the drop event is handled. */
  async takeDrop(transfer: DataTransfer): Promise<void> {
    const plain = [...transfer.files];
    try {
      await this.#consider(await filesOfDrop(transfer));
    } catch {
      this.#say([words.files.unreadable(plain[0]?.name ?? '')]);
    }
  }

  /** For the `change` event of an input. */
  readonly onInput = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = filesOfInput(input);
    input.value = '';
    void this.#consider(files);
  };

  readonly dismiss = (): void => this.#say([]);

  async #consider(files: readonly ChosenFile[]): Promise<void> {
    const { project, engine, dialog, onImage } = this.#desk;
    const [only] = files;
    if (only !== undefined && files.length === 1) {
      const purpose = await purposeOf(only.file, engine(), dialog());
      if (purpose === 'image') onImage(only.file);
      if (purpose !== 'file') return;
    }
    const name = projectFolder(files);
    if (name === undefined) {
      await this.#take(project(), files);
      return;
    }
    const answer = await dialog()?.ask({
      title: words.files.replaceTitle(name),
      body: words.files.replaceBody(name, files.length),
      choices: [
        { label: words.files.replaceNo, answer: 'add' },
        { label: words.files.replaceYes, answer: 'replace' },
      ],
    });
    if (answer === 'add') await this.#take(project(), files);
    else if (answer === 'replace') {
      const inside = files.map((file) => ({ ...file, path: file.path.slice(name.length + 1) }));
      await this.#take(emptyProject, inside);
    }
  }

  async #take(onto: Project, files: readonly ChosenFile[]): Promise<void> {
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
      if (accepted.length > shownFrom) this.#progress({ done: entries.length, total: accepted.length });
      try {
        const content = new Uint8Array(await file.arrayBuffer());
        entries.push({ path, content, mode: guessMode(content), modified: file.lastModified });
      } catch {
        messages.push(words.files.unreadable(path));
      }
    }
    this.#progress(undefined);
    this.#say(messages);
    if (entries.length === 0) return;
    // Somebody may have typed while files were read: unless the project is replaced, add to what it is now.
    const base = onto === emptyProject ? onto : this.#desk.project();
    const open = entries.find((entry) => entry.path === 'Dockerfile') ?? entries[0];
    this.#desk.onProject(putEntries(base, entries), open?.path);
  }

  #say(messages: readonly string[]): void {
    this.messages = messages;
    this.#host.requestUpdate();
  }

  #progress(reading: FileIntake['reading']): void {
    this.reading = reading;
    this.#host.requestUpdate();
  }
}
