/** The command line at the bottom: the line for at home, the console above it, and what its commands ask of the page. */
import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { BuildCommand } from '../../commands/docker-command.ts';
import { CommandSession } from '../model/command-session.ts';
import type { DockState } from '../model/dock-state.ts';
import { words } from '../text/words.ts';
import { lineOf } from './command-line-options.ts';
import '../command-bar/command-bar.ts';

export interface CommandDeskHost {
  readonly onBuild: (command: BuildCommand) => void;
  /** A container was started: the page shows it. */
  readonly onRun: () => void;
}

export class CommandDesk {
  readonly session: CommandSession;
  readonly #element: ReactiveControllerHost;
  readonly #host: CommandDeskHost;
  #isOpen = false;
  /** What does at home what the form of the Run area says. */
  #runLine = '';

  constructor(element: ReactiveControllerHost, host: CommandDeskHost) {
    this.#element = element;
    this.#host = host;
    this.session = new CommandSession(() => element.requestUpdate());
  }

  setRunLine(line: string): void {
    this.#runLine = line;
    this.#element.requestUpdate();
  }

  /** `forContainers`: containers are looked at, not the build. */
  template(dock: DockState, forContainers: boolean): TemplateResult {
    return html`<dry-command-bar
      class="command"
      part="command"
      role="region"
      aria-label=${words.command.region}
      .line=${forContainers && this.#runLine !== '' ? this.#runLine : lineOf(dock.options)}
      .session=${this.session}
      .log=${this.session.log}
      .dock=${dock}
      .expanded=${this.#isOpen}
      @command-toggle=${() => {
        this.#isOpen = !this.#isOpen;
        this.#element.requestUpdate();
      }}
      @command-build=${(event: CustomEvent<BuildCommand>) => this.#host.onBuild(event.detail)}
      @command-run=${(event: Event) => {
        event.preventDefault();
        this.#host.onRun();
      }}
    ></dry-command-bar>`;
  }
}
