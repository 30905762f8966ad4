import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { type CompletionSources, complete } from '../../commands/completion.ts';
import {
  type BuildCommand,
  type DockerCommand,
  DockerCommandError,
  type PruneCommand,
  parseCommand,
  type RunCommand,
} from '../../commands/docker-command.ts';
import { type CommandLog, TypedLines } from '../model/command-log.ts';
import type { CommandSession } from '../model/command-session.ts';
import type { DockState } from '../model/dock-state.ts';
import { asText, findEntry } from '../model/project.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { type AskedCommand, answer, buildRefusal, pruneQuestion } from './answers.ts';
import { commandConsoleStyles } from './command-console.styles.ts';
import { readVolumes, runContainer, runOptions } from './run-container.ts';

/**
 * Where docker commands are typed: a log of what was typed and printed, and the line that is being typed.
 *
 * @event command-build - `detail` is the `BuildCommand` that was typed. Bubbles.
 * @event command-run - A container with a terminal was started: show it. Bubbles; whoever shows it cancels the event.
 */
@customElement('dry-command-console')
export class CommandConsole extends LitElement {
  static override styles = [controls, commandConsoleStyles];

  @property({ attribute: false }) session: CommandSession | undefined;
  @property({ attribute: false }) log: CommandLog | undefined;
  @property({ attribute: false }) dock: DockState | undefined;
  /** What waits for a yes. */
  @state() private pending: PruneCommand | undefined;
  @query('input') private readonly input!: HTMLInputElement | null;
  @query('.log') private readonly list!: HTMLElement | null;

  private readonly typed = new TypedLines();
  /** Names of kept images, for Tab; asked for when the console is opened and after each command. */
  private imageNames: readonly string[] = [];
  /** The log is scrolled to its end, and stays there. */
  private following = true;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.learnNames();
  }

  override firstUpdated(): void {
    this.input?.focus();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('log') && this.following && this.list) this.list.scrollTop = this.list.scrollHeight;
  }

  override render(): TemplateResult {
    const { lines = [], dropped = 0 } = this.log ?? {};
    return html`<div
        class="log"
        role="log"
        tabindex="0"
        aria-label=${words.command.log}
        @scroll=${this.onScroll}
      >
        ${lines.length === 0 ? html`<div class="row hint">${words.command.welcome}</div>` : nothing}
        ${dropped > 0 ? html`<div class="row dropped">${words.command.dropped(dropped)}</div>` : nothing}
        ${repeat(
          lines,
          ({ id }) => id,
          ({ kind, text }) => html`<div class="row ${kind}">${text}</div>`,
        )}
      </div>
      <form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void this.enter();
        }}
      >
        <span class="sign" aria-hidden="true">${this.pending ? '?' : '$'}</span>
        <input
          aria-label=${this.pending ? words.command.answer : words.command.prompt}
          placeholder=${this.pending ? words.command.answer : words.command.placeholder}
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck="false"
          enterkeyhint="go"
          @keydown=${this.onKey}
        />
      </form>`;
  }

  private readonly onScroll = (): void => {
    const { list } = this;
    if (list) this.following = list.scrollHeight - list.scrollTop - list.clientHeight < 24;
  };

  private onKey(event: KeyboardEvent): void {
    const { input } = this;
    if (!input || event.isComposing) return;
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      input.value = event.key === 'ArrowUp' ? this.typed.back(input.value) : this.typed.forward(input.value);
    } else if (event.key === 'Tab' && !event.shiftKey && input.value !== '') {
      this.completeWord(event, input);
    } else if (event.ctrlKey && event.key === 'l') {
      event.preventDefault();
      this.session?.clear();
    } else if (event.ctrlKey && event.key === 'c' && input.selectionStart === input.selectionEnd) {
      event.preventDefault();
      input.value = '';
      this.pending = undefined;
    }
  }

  /** Where there is nothing to complete, Tab goes on to the next control as everywhere. */
  private completeWord(event: KeyboardEvent, input: HTMLInputElement): void {
    const at = input.selectionStart ?? input.value.length;
    const completion = complete(input.value.slice(0, at), this.sources());
    if (!completion) return;
    event.preventDefault();
    input.value = completion.line + input.value.slice(at);
    input.setSelectionRange(completion.line.length, completion.line.length);
    if (completion.candidates.length > 0) {
      this.session?.print('hint', [`${words.command.candidates}: ${completion.candidates.join('  ')}`]);
    }
  }

  private sources(): CompletionSources {
    const project = this.dock?.project ?? [];
    const entry = findEntry(project, 'Dockerfile');
    const text = (entry && asText(entry.content)) ?? '';
    const named = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
    return {
      images: this.imageNames,
      stages: named(/^[ \t]*FROM[ \t].*[ \t]AS[ \t]+(\S+)/gim),
      buildArgs: named(/^[ \t]*ARG[ \t]+([A-Za-z_]\w*)/gim),
      files: project.map(({ path }) => path).filter((path) => !path.endsWith('/')),
    };
  }

  private async learnNames(): Promise<void> {
    const images = (await this.dock?.engine?.images().catch(() => [])) ?? [];
    this.imageNames = images.flatMap(({ names }) => names);
  }

  private async enter(): Promise<void> {
    const { input, session, pending } = this;
    if (!input || !session) return;
    const line = input.value;
    input.value = '';
    this.following = true;
    if (pending) {
      this.pending = undefined;
      session.print('output', [
        ...pruneQuestion(pending)
          .slice(-1)
          .map((question) => `${question}${line}`),
      ]);
      if (/^y(es)?$/i.test(line.trim())) await this.ask(pending);
      return;
    }
    this.typed.add(line);
    if (line.trim() !== '') session.print('typed', [line]);
    try {
      await this.carryOut(parseCommand(line));
    } catch (error) {
      if (!(error instanceof DockerCommandError)) throw error;
      session.print('error', error.lines);
      session.print('hint', [hintFor(error)]);
    }
  }

  private async carryOut(command: DockerCommand): Promise<void> {
    switch (command.command) {
      case 'nothing':
        return;
      case 'clear':
        this.session?.clear();
        return;
      case 'build':
        this.build(command);
        return;
      case 'run':
        return this.run(command);
      case 'prune':
        if (command.force) return this.ask(command);
        this.session?.print('output', pruneQuestion(command).slice(0, -1));
        this.session?.print('output', pruneQuestion(command).slice(-1));
        this.pending = command;
        return;
      default:
        return this.ask(command);
    }
  }

  private async ask(command: AskedCommand): Promise<void> {
    const { engine, report } = this.dock ?? {};
    if (!engine) return;
    try {
      const containers = await engine.containers().catch(() => []);
      const world = { engine, report, containers, now: Date.now() };
      const { lines, failed, hint } = await answer(command, world);
      this.session?.print(failed ? 'error' : 'output', lines);
      if (hint !== undefined) this.session?.print('hint', [hint]);
    } catch (error) {
      this.session?.print('error', [error instanceof Error ? error.message : String(error)]);
    }
    if (command.command === 'tag' || command.command === 'rmi' || command.command === 'prune') {
      this.dispatchEvent(new CustomEvent('storage-change', { bubbles: true, composed: true }));
    }
    await this.learnNames();
  }

  private build(command: BuildCommand): void {
    const refused = buildRefusal(command);
    if (refused !== undefined) {
      this.session?.print('error', refused.lines);
      this.session?.print('hint', [refused.hint]);
    } else if (this.dock?.view.phase === 'running') {
      this.session?.print('hint', [words.command.running]);
    } else {
      const event = new CustomEvent('command-build', { detail: command, bubbles: true, composed: true });
      this.dispatchEvent(event);
    }
  }

  private async run(command: RunCommand): Promise<void> {
    const { engine, project = [] } = this.dock ?? {};
    const { session } = this;
    if (!engine || !session) return;
    const volumes = readVolumes(command.volumes);
    if (typeof volumes === 'string') {
      session.print('error', [volumes]);
      return;
    }
    const container = await runContainer(engine, runOptions(command, volumes), command, project, session);
    // Whoever wants a terminal finds it where containers are.
    if (container !== undefined && (command.tty || command.interactive) && !command.detach) {
      const event = new CustomEvent('command-run', { bubbles: true, composed: true, cancelable: true });
      if (this.dispatchEvent(event)) session.print('hint', [words.command.noRun]);
    }
  }
}

function hintFor({ kind, subject }: DockerCommandError): string {
  switch (kind) {
    case 'not-here':
      return words.command.notHere(subject);
    case 'no-shell':
      return /^[\w.-]+$/.test(subject) ? words.command.noShell(subject) : words.command.shellOnly;
    case 'usage':
      return words.command.unknown;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dry-command-console': CommandConsole;
  }
}
