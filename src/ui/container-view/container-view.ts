import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { quoteWord } from '../../commands/command-words.ts';
import type { ContainerInfo, ContainerOutcome, Engine, FilesystemEntry } from '../../worker/protocol.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import '../file-tree/file-tree.ts';
import '../terminal-pane/terminal-pane.ts';
import { containerViewStyles } from './container-view.styles.ts';

const asLine = (argv: readonly string[]): string => argv.map(quoteWord).join(' ');

/** One container: its terminals, what it wrote, how it came about, and what can be done with it. */
@customElement('dry-container-view')
export class ContainerView extends LitElement {
  static override styles = [controls, containerViewStyles];

  @property({ attribute: false }) engine: Engine | undefined;
  @property({ attribute: false }) container: ContainerInfo | undefined;
  /** Id of a terminal, `changes` or `origin`. */
  @state() private tab = '';
  @state() private changes: readonly FilesystemEntry[] | undefined;
  @state() private isStopping = false;
  @state() private isCommitting = false;
  @state() private notice = '';
  @state() private failure = '';
  private shownId = '';

  override willUpdate(changed: PropertyValues<this>): void {
    const { container } = this;
    if (!changed.has('container') || container === undefined) return;
    if (container.id !== this.shownId) {
      this.shownId = container.id;
      this.tab = container.attachments[0]?.id ?? 'origin';
      this.changes = undefined;
      this.isCommitting = this.isStopping = false;
      this.notice = this.failure = '';
    }
    if (container.state === 'exited') this.isStopping = false;
    if (this.tab === 'changes' && container.state === 'exited') void this.loadChanges();
  }

  override render(): TemplateResult | typeof nothing {
    const { container } = this;
    if (container === undefined) return nothing;
    const tabs = [
      ...container.attachments.map(({ id, command, exitCode }) => ({
        id,
        title: exitCode === undefined ? asLine(command) : words.run.endedTab(asLine(command), exitCode),
      })),
      { id: 'changes', title: words.run.tabChanges },
      { id: 'origin', title: words.run.tabOrigin },
    ];
    return html`${this.header(container)}
      <div class="tabs" role="tablist" aria-label=${words.run.tabs} @keydown=${this.onKey}>
        ${tabs.map(
          ({ id, title }) => html`<button
            type="button"
            role="tab"
            data-tab=${id}
            title=${title}
            aria-selected=${id === this.tab ? 'true' : 'false'}
            tabindex=${id === this.tab ? 0 : -1}
            @click=${() => this.choose(id)}
          >
            ${title}
          </button>`,
        )}
      </div>
      ${this.panel(container)}`;
  }

  private header(container: ContainerInfo): TemplateResult {
    const { state: life, exitCode = 0, explanation, wasKilled } = container;
    const runs = life === 'running';
    const said = runs
      ? words.run.running
      : [words.run.exitCode(exitCode), wasKilled ? words.run.wasKilled : '', explanation ?? ''].join(' ');
    return html`<header>
      <div class="about">
        <h2>${container.name}</h2>
        <p class="state ${!runs && exitCode !== 0 ? 'failed' : ''}" role="status">${said}</p>
      </div>
      <div class="actions">${
        runs
          ? html`<button
                type="button"
                class="button small"
                title=${words.run.execTitle}
                @click=${() => this.exec(container)}
              >
                ${words.run.exec}
              </button>
              <button
                type="button"
                class="button small"
                title=${words.run.stopTitle(container.stopSignal)}
                ?disabled=${this.isStopping}
                @click=${() => this.stop(container)}
              >
                ${this.isStopping ? words.run.stopping : words.run.stop}
              </button>
              <button
                type="button"
                class="button small"
                title=${words.run.killTitle}
                @click=${() => this.act((engine) => engine.killContainer(container.id))}
              >
                ${words.run.kill}
              </button>`
          : nothing
      }
      <button
        type="button"
        class="button small"
        title=${words.run.commitTitle}
        aria-expanded=${this.isCommitting ? 'true' : 'false'}
        @click=${() => {
          this.isCommitting = !this.isCommitting;
        }}
      >
        ${words.run.commit}
      </button>
      <button
        type="button"
        class="button small"
        title=${words.run.removeTitle}
        @click=${() => this.act((engine) => engine.removeContainer(container.id))}
      >
        ${words.run.removeButton}
      </button></div>
      ${this.isCommitting ? this.commitForm(container) : nothing}
      ${this.notice === '' ? nothing : html`<p class="notice" role="status">${this.notice}</p>`}
      ${this.failure === '' ? nothing : html`<p class="notice failed" role="alert">${this.failure}</p>`}
    </header>`;
  }

  private commitForm(container: ContainerInfo): TemplateResult {
    return html`<form class="commit" @submit=${(event: SubmitEvent) => this.commit(event, container)}>
      <label
        >${words.run.commitName}<input class="field" name="name" required autocomplete="off" spellcheck="false"
      /></label>
      <label>${words.run.commitMessage}<input class="field" name="message" autocomplete="off" /></label>
      <button class="button primary small">${words.run.commitDo}</button>
    </form>`;
  }

  private panel(container: ContainerInfo): TemplateResult {
    if (this.tab === 'changes') return this.changesPanel();
    if (this.tab === 'origin') return this.originPanel(container);
    const attachment = container.attachments.find(({ id }) => id === this.tab);
    if (attachment === undefined) return html`<div class="panel"></div>`;
    const label = `${words.run.terminalOf(asLine(attachment.command))}. ${words.run.terminalKeys}`;
    return html`<div class="panel" role="tabpanel">
      ${keyed(
        attachment.id,
        html`<dry-terminal-pane
          .engine=${this.engine}
          .attachment=${attachment.id}
          .tty=${attachment.tty}
          .label=${label}
        ></dry-terminal-pane>`,
      )}
    </div>`;
  }

  private changesPanel(): TemplateResult {
    const entries = this.changes;
    return html`<div class="panel changes" role="tabpanel">
      <p>
        ${words.run.changesIntro}
        ${entries ? html`${words.run.changesCount(entries.filter(({ change }) => change !== 'unchanged').length)} · ` : nothing}
        <button type="button" class="link" @click=${this.loadChanges}>${words.run.changesRefresh}</button>
      </p>
      ${
        entries === undefined
          ? html`<progress aria-label=${words.run.tabChanges}></progress>`
          : html`<dry-file-tree .entries=${entries} .none=${words.run.changesNone}></dry-file-tree>`
      }
    </div>`;
  }

  private originPanel(container: ContainerInfo): TemplateResult {
    const { command, mounts, exposedPorts, env } = container;
    return html`<div class="panel text" role="tabpanel" tabindex="0">
      <h3>${words.run.commandLine}</h3>
      <div class="words">
        ${command.parts.map(
          ({ from, words: said, isShellForm }) => html`<div>
            <code>${asLine(said)}</code> <span>${words.run.from(from)}. ${isShellForm ? words.run.shellForm : nothing}</span>
          </div>`,
        )}
      </div>
      ${command.overruled.map(
        ({ from, words: said, by }) => html`<p>${words.run.overruled(from, asLine(said), by)}</p>`,
      )}
      ${command.ignoresArguments ? html`<p>${words.run.ignoresArguments}</p>` : nothing}
      <h3>${words.run.facts}</h3>
      <ul>
        <li>${words.run.factUser(container.user)}</li>
        <li>${words.run.factWorkdir(container.workdir)}</li>
        <li>${words.run.factStop(container.stopSignal)}</li>
        ${env.map((each) => html`<li><code>${each}</code></li>`)}
        ${mounts.map(
          ({ kind, source, target, readOnly }) => html`<li>
            ${kind === 'project' ? words.run.mountProject(source, target, readOnly) : words.run.mountVolume(target)}
          </li>`,
        )}
        ${exposedPorts.length === 0 ? nothing : html`<li>${words.run.exposed(exposedPorts)}</li>`}
      </ul>
    </div>`;
  }

  private choose(id: string): void {
    this.tab = id;
    if (id === 'changes') void this.loadChanges();
  }

  private onKey(event: KeyboardEvent): void {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (move === 0) return;
    event.preventDefault();
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('[role="tab"]')];
    const at = tabs.findIndex((tab) => tab.dataset.tab === this.tab);
    const next = tabs[(at + move + tabs.length) % tabs.length];
    next?.focus();
    if (next?.dataset.tab) this.choose(next.dataset.tab);
  }

  private readonly loadChanges = async (): Promise<void> => {
    const { engine, container } = this;
    if (engine === undefined || container === undefined) return;
    try {
      const entries = await engine.containerChanges(container.id);
      if (this.container?.id === container.id) this.changes = entries;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  };

  private async stop(container: ContainerInfo): Promise<void> {
    this.isStopping = true;
    await this.act((engine) => engine.stopContainer(container.id));
    this.isStopping = false;
  }

  private async exec(container: ContainerInfo): Promise<void> {
    const { engine } = this;
    if (engine === undefined) return;
    const outcome = await engine.execContainer(
      container.id,
      { command: ['sh'], env: [], tty: true, interactive: true },
      { rows: 24, columns: 80 },
    );
    if (outcome.outcome === 'refused') this.failure = outcome.message;
    else this.tab = outcome.attachment;
  }

  private async commit(event: SubmitEvent, container: ContainerInfo): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const outcome = await this.engine?.commitContainer(container.id, String(fields.get('name')).trim(), {
      message: String(fields.get('message')),
      changes: [],
    });
    this.failure = outcome?.outcome === 'refused' ? outcome.message : '';
    if (outcome?.outcome !== 'committed') return;
    this.isCommitting = false;
    this.notice = words.run.committed(outcome.name);
    this.dispatchEvent(new CustomEvent('image-committed', { bubbles: true, composed: true }));
  }

  private async act(action: (engine: Engine) => Promise<ContainerOutcome>): Promise<void> {
    this.notice = this.failure = '';
    const outcome = this.engine && (await action(this.engine));
    if (outcome?.outcome === 'refused') this.failure = outcome.message;
  }
}
