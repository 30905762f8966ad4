/** The one sentence above the page: what just happened, and how it is undone. */
import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Notice } from '../notice-bar/notice-bar.ts';
import { words } from '../text/words.ts';
import type { ProjectDesk } from './project-desk.ts';
import '../notice-bar/notice-bar.ts';

export class NoticeDesk {
  #notice: Notice | undefined;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  warn(text: string): void {
    this.#set({ kind: 'warning', text });
  }

  /** Something was done that a button brings back. */
  tell(text: string, label: string, undo: () => void): void {
    const act = (): void => {
      this.dismiss();
      undo();
    };
    this.#set({ kind: 'notice', text, action: { label, act } });
  }

  dismiss(): void {
    this.#set(undefined);
  }

  /** A project that can't be saved comes first. */
  template(project: ProjectDesk): TemplateResult {
    const { saveFailure } = project;
    return html`<dry-notice-bar
      class="notices"
      .notice=${
        saveFailure === '' ? this.#notice : { kind: 'warning', text: words.storage.saveFailed(saveFailure) }
      }
      @dismiss=${() => {
        project.saveFailure = '';
        this.dismiss();
      }}
    ></dry-notice-bar>`;
  }

  #set(notice: Notice | undefined): void {
    this.#notice = notice;
    this.#host.requestUpdate();
  }
}
