import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { BuildProblem, StepId } from '../../build/events.ts';
import type { BundledImage, Engine, StorageReport } from '../../worker/protocol.ts';
import { type BuildOptions, defaultOptions, readBuildArgs } from '../build-bar/build-options.ts';
import type { BuildPane } from '../build-pane/build-pane.ts';
import type { EditorPane } from '../editor-pane/editor-pane.ts';
import { examples } from '../examples/all.ts';
import { type Example, exampleProject } from '../examples/example.ts';
import { type BuildView, idleBuild, lastStepOfTarget } from '../model/build-view.ts';
import { findEntry, type Project, setContent } from '../model/project.ts';
import { followBuild, noChoice, type StepChoice, type StepTab } from '../model/step-choice.ts';
import type { Notice } from '../notice-bar/notice-bar.ts';
import type { ProjectFiles } from '../project-files/project-files.ts';
import { en } from '../text/en.ts';
import { rememberedTheme, rememberTheme, systemTheme, type Theme } from '../theme/appearance.ts';
import { controls } from '../theme/controls.ts';
import { tokens } from '../theme/tokens.ts';
import type { View } from '../view-tabs/view-tabs.ts';
import { BuildSession } from './build-session.ts';
import { announcement, editorMarks, firstDockerfile, shownProblems, stepAtLine } from './derived.ts';
import { DockerfileCheck } from './dockerfile-check.ts';
import { DropZone } from './drop-zone.ts';
import { dryDockStyles } from './dry-dock.styles.ts';
import { KeptProject } from './kept-project.ts';
import { Shortcuts } from './shortcuts.ts';
import '../build-bar/build-bar.ts';
import '../build-pane/build-pane.ts';
import '../editor-pane/editor-pane.ts';
import '../image-result/image-result.ts';
import '../notice-bar/notice-bar.ts';
import '../project-files/project-files.ts';
import '../step-details/step-details.ts';
import '../storage-status/storage-status.ts';
import '../top-bar/top-bar.ts';
import '../view-tabs/view-tabs.ts';

const dockerfilePath = 'Dockerfile';

/** An engine that the element made for itself, and ends when it is taken out of the page. */
type OwnEngine = Engine & { dispose(): void };

/**
 * All of Drydock in one element: a project's files, an editor, the build as it happens, every step's log and
 * layer, and the image. Text in the element is the Dockerfile to begin with:
 *
 *     <dry-dock>
 *     FROM alpine
 *     RUN echo hello > /hello
 *     </dry-dock>
 *
 * Without text (and without `example`) it shows the project this browser keeps, and keeps it.
 *
 * @attr theme - `light` or `dark`; without it, what the person chose before, else the system's theme.
 * @attr example - Name of a built-in example to begin with: `two-stages`, `cache-order`, `heredoc`, `failing`,
 *   `node-app`.
 * @event drydock-event - Every build event; `detail` is the `BuildEvent`. Bubbles.
 * @event drydock-outcome - A build is over; `detail` is the `BuildOutcome`. Bubbles.
 * @csspart header - The bar with the name.
 * @csspart editor - The editor's column.
 * @csspart build - The stage graph's area.
 * @csspart details - The area of the chosen step.
 * @cssproperty --drydock-height - Height of the element; 720px.
 * @cssproperty --drydock-accent - Colour of what can be pressed.
 * @cssproperty --drydock-on-accent - Colour of text on it.
 * @cssproperty --drydock-font - Typeface of the interface.
 * @cssproperty --drydock-mono-font - Typeface of code and logs.
 */
@customElement('dry-dock')
export class DryDock extends LitElement {
  static override styles = [tokens, controls, dryDockStyles];

  /** Makes the engine of an element that was given none; the page's script sets it. */
  static createEngine: (() => OwnEngine) | undefined;

  /** The engine that builds. */
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ reflect: true }) theme: Theme | undefined;
  @property() example: string | undefined;

  @state() private project: Project = [];
  @state() private openPath = dockerfilePath;
  @state() private view: BuildView = idleBuild;
  /** The project that `view` was built from. */
  @state() private built: Project | undefined;
  @state() private choice: StepChoice = noChoice;
  @state() private options: BuildOptions = defaultOptions;
  @state() private found: readonly BuildProblem[] = [];
  @state() private cursorLine = 0;
  @state() private report: StorageReport | undefined;
  @state() private images: readonly BundledImage[] = [];
  @state() private shown: View = 'project';
  @state() private notice: Notice | undefined;
  @state() private saveFailure = '';
  @query('dry-editor-pane') private readonly editor!: EditorPane | null;
  @query('dry-project-files') private readonly files!: ProjectFiles | null;
  @query('dry-build-pane') private readonly pane!: BuildPane | null;

  private own: OwnEngine | undefined;
  private readonly session = new BuildSession({
    onView: (view) => this.takeView(view),
    onEvent: (detail) => this.tell('drydock-event', detail),
  });
  private readonly dropZone = new DropZone(this, (files) => {
    this.shown = 'project';
    void this.files?.takeDrop(files);
  });
  private readonly kept = new KeptProject((message) => {
    this.saveFailure = message;
  });
  private readonly dockerfileCheck = new DockerfileCheck((found) => {
    this.found = found;
  });

  constructor() {
    super();
    new Shortcuts(this, { build: () => void this.build(), stop: () => void this.stop() });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.theme ??= rememberedTheme();
    this.makeEngine();
    window.addEventListener('pagehide', this.kept.saveNow);
  }

  override disconnectedCallback(): void {
    window.removeEventListener('pagehide', this.kept.saveNow);
    super.disconnectedCallback();
    void this.letGo();
  }

  /** Makes an engine of its own when it was given none. */
  makeEngine(): void {
    if (this.engine || !DryDock.createEngine) return;
    this.own = DryDock.createEngine();
    this.engine = this.own;
  }

  /** An element that was only moved is in the page again by now, and keeps its engine. */
  private async letGo(): Promise<void> {
    await this.kept.saveNow();
    if (this.isConnected || !this.own) return;
    this.own.dispose();
    if (this.engine === this.own) this.engine = undefined;
    this.own = undefined;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('engine') && this.engine) void this.begin(this.engine);
  }

  /** Builds the project as it is now. */
  async build(): Promise<void> {
    const { engine } = this;
    const { args, bad } = readBuildArgs(this.options.buildArgs);
    if (!engine || bad !== undefined || !findEntry(this.project, dockerfilePath)) return;
    void this.kept.saveNow();
    this.built = this.project;
    this.choice = { ...noChoice, tab: this.choice.tab };
    this.notice = undefined;
    this.shown = 'build';
    const { target, tag, noCache } = this.options;
    const known = firstDockerfile(this.project)?.stages.includes(target) ?? false;
    const outcome = await this.session.start(engine, {
      entries: this.project,
      dockerfile: dockerfilePath,
      ...(known ? { target } : {}),
      ...(Object.keys(args).length === 0 ? {} : { buildArgs: args }),
      ...(tag === '' ? {} : { tag }),
      ...(noCache ? { noCache } : {}),
    });
    this.tell('drydock-outcome', outcome);
    await this.refreshStorage();
  }

  /** Stops the running build. */
  async stop(): Promise<void> {
    if (this.view.phase === 'running') await this.engine?.stop();
  }

  override render(): TemplateResult {
    const { view } = this;
    const entry = findEntry(this.project, this.openPath);
    const idle = view.phase === 'idle';
    const buildable = this.engine !== undefined && findEntry(this.project, dockerfilePath) !== undefined;
    const problems = shownProblems(this.found, view, this.unchanged());
    const troubled = new Set(
      problems
        .filter((problem) => problem.severity === 'error')
        .map((problem) => problem.file ?? dockerfilePath),
    );
    return html`<div
      class="app ${idle ? 'idle' : ''}"
      data-view=${this.dropZone.hovering ? 'project' : this.shown}
      data-phase=${view.phase}
      @step-choose=${(event: CustomEvent<StepId>) => this.choose(event.detail)}
    >
      ${this.header()}
      <dry-notice-bar
        class="notices"
        .notice=${
          this.saveFailure === ''
            ? this.notice
            : { kind: 'warning', text: en.storage.saveFailed(this.saveFailure) }
        }
        @dismiss=${() => {
          this.notice = undefined;
          this.saveFailure = '';
        }}
      ></dry-notice-bar>
      <dry-build-bar
        class="bar"
        .view=${view}
        .preparing=${view.phase === 'running' && view.stages.length === 0}
        .disabled=${!buildable}
        .options=${this.options}
        .targets=${firstDockerfile(this.project)?.stages ?? []}
        @build=${this.build}
        @stop=${this.stop}
        @options-change=${(event: CustomEvent<BuildOptions>) => {
          this.options = event.detail;
        }}
      ></dry-build-bar>
      <dry-view-tabs
        class="views"
        .shown=${this.shown}
        @view-choose=${(event: CustomEvent<View>) => {
          this.shown = event.detail;
        }}
      ></dry-view-tabs>
      <dry-project-files
        class="files"
        role="region"
        aria-label=${en.files.tree}
        .project=${this.project}
        .chosen=${this.openPath}
        .troubled=${troubled}
        .dropping=${this.dropZone.hovering}
        @project-change=${this.onProject}
        @file-choose=${(event: CustomEvent<string>) => {
          this.openPath = event.detail;
        }}
      ></dry-project-files>
      <dry-editor-pane
        class="editor"
        part="editor"
        role="region"
        aria-label=${en.editor.label(this.openPath)}
        .path=${this.openPath}
        .entry=${entry}
        .problems=${problems.filter((problem) => (problem.file ?? dockerfilePath) === this.openPath)}
        .marks=${this.openPath === dockerfilePath && this.unchanged() ? editorMarks(view, this.choice.step) : []}
        .images=${this.images}
        @text-change=${this.onText}
        @line-change=${(event: CustomEvent<{ line: number }>) => {
          this.cursorLine = event.detail.line;
        }}
      ></dry-editor-pane>
      <section class="build" part="build" aria-label=${en.build.region}>${this.buildArea()}</section>
      <section class="details" part="details" aria-label=${en.step.region}>${this.detailsArea()}</section>
      <div class="unseen" role="status" aria-live="polite">${announcement(view)}</div>
    </div>`;
  }

  private header(): TemplateResult {
    return html`<dry-top-bar
      class="head"
      part="header"
      .appearance=${this.theme ?? systemTheme()}
      @example-choose=${(event: CustomEvent<Example>) => this.openExample(event.detail)}
      @theme-choose=${(event: CustomEvent<Theme>) => {
        this.theme = event.detail;
        rememberTheme(event.detail);
      }}
    >
      <dry-storage-status
        .engine=${this.engine}
        .report=${this.report}
        .images=${this.images}
        .disabled=${this.view.phase === 'running'}
      ></dry-storage-status>
    </dry-top-bar>`;
  }

  private buildArea(): TemplateResult {
    const { view } = this;
    return html`<dry-build-pane
      .view=${view}
      .possible=${findEntry(this.project, dockerfilePath) !== undefined || this.project.length === 0}
      .chosen=${this.choice.step}
      .atCursor=${this.openPath === dockerfilePath && this.unchanged() ? stepAtLine(view, this.cursorLine) : undefined}
      @problem-line=${(event: CustomEvent<BuildProblem>) => this.showProblem(event.detail)}
      @problem-log=${(event: CustomEvent<BuildProblem>) => this.choose(event.detail.step, 'log')}
      @image-choose=${() => {
        this.choice = { ...this.choice, step: undefined, byHand: true };
        this.shown = 'step';
      }}
    ></dry-build-pane>`;
  }

  private detailsArea(): TemplateResult {
    const { view } = this;
    const { step, tab } = this.choice;
    if (step === undefined && view.image) {
      return html`<dry-image-result
        .engine=${this.engine}
        .image=${view.image}
        .lastStep=${lastStepOfTarget(view)}
      ></dry-image-result>`;
    }
    return html`<dry-step-details
      .engine=${this.engine}
      .step=${step === undefined ? undefined : view.steps.get(step)}
      .tab=${tab}
      .stepless=${view.phase === 'failed' && view.stages.length === 0}
      @tab-choose=${(event: CustomEvent<StepTab>) => {
        this.choice = { ...this.choice, tab: event.detail };
      }}
      @line-choose=${(event: CustomEvent<number>) => this.showLine(event.detail)}
    ></dry-step-details>`;
  }

  private unchanged(): boolean {
    if (!this.built) return false;
    return (
      findEntry(this.built, dockerfilePath)?.content === findEntry(this.project, dockerfilePath)?.content
    );
  }

  private async begin(engine: Engine): Promise<void> {
    const given = this.textContent?.replace(/^\s*\n/, '').replace(/\s+$/, '\n') ?? '';
    const wanted = examples.find(({ id }) => id === this.example);
    if (given.trim() !== '') {
      this.take([
        { path: dockerfilePath, mode: 0o644, modified: 0, content: new TextEncoder().encode(given) },
      ]);
    } else if (wanted) {
      this.take(exampleProject(wanted));
    } else {
      this.take((await this.kept.load(engine)) ?? exampleProject(examples[0]));
    }
    try {
      this.report = await engine.prepare();
      if (this.report.kind === 'memory') {
        this.notice = {
          kind: 'warning',
          text: `${en.storage.memoryNotice}. ${en.storage.memoryReason(this.report.reason)}`,
        };
      }
      this.images = await engine.bundledImages();
    } catch (error) {
      this.notice = { kind: 'warning', text: error instanceof Error ? error.message : en.build.noEngine };
    }
  }

  /** Shows a project that was not made by editing, so there is nothing to save. */
  private take(project: Project): void {
    this.project = project;
    this.openPath = findEntry(project, dockerfilePath) ? dockerfilePath : (project[0]?.path ?? '');
    this.checkSoon();
  }

  private takeView(view: BuildView): void {
    const before = this.choice.step;
    this.view = view;
    this.choice = followBuild(this.choice, view);
    if (view.phase === 'failed' && this.choice.step !== before) this.reveal(this.choice.step);
  }

  private choose(step: StepId | undefined, tab = this.choice.tab): void {
    if (step === undefined) return;
    this.choice = { step, tab, byHand: true };
    this.shown = 'step';
    this.reveal(step);
  }

  private reveal(step: StepId | undefined): void {
    if (step !== undefined) void this.pane?.reveal(step);
  }

  private showLine(line: number): void {
    this.openPath = dockerfilePath;
    this.shown = 'project';
    void this.updateComplete.then(() => this.editor?.goTo(line, true));
  }

  private showProblem(problem: BuildProblem): void {
    const path = problem.file ?? dockerfilePath;
    if (!findEntry(this.project, path)) return;
    this.openPath = path;
    this.shown = 'project';
    void this.updateComplete.then(() => this.editor?.goTo(problem.range?.start.line ?? 1, true));
  }

  private onText(event: CustomEvent<{ readonly path: string; readonly text: string }>): void {
    const { path, text } = event.detail;
    this.project = setContent(this.project, path, new TextEncoder().encode(text), Date.now());
    this.changed();
  }

  private onProject(event: CustomEvent<{ readonly project: Project; readonly open?: string }>): void {
    const { project, open } = event.detail;
    this.project = project;
    if (open !== undefined) this.openPath = open;
    else if (!findEntry(project, this.openPath)) {
      this.openPath = findEntry(project, dockerfilePath) ? dockerfilePath : (project[0]?.path ?? '');
    }
    this.changed();
  }

  private openExample(example: Example): void {
    const before = this.project;
    this.take(exampleProject(example));
    this.changed();
    this.shown = 'project';
    this.notice = {
      kind: 'notice',
      text: en.notices.exampleOpened(example.title),
      action: {
        label: en.notices.bringBack,
        act: () => {
          this.notice = undefined;
          this.take(before);
          this.changed();
        },
      },
    };
  }

  private changed(): void {
    this.checkSoon();
    this.kept.changed(this.project);
  }

  private checkSoon(): void {
    this.dockerfileCheck.soon(this.engine, this.project, dockerfilePath);
  }

  private async refreshStorage(): Promise<void> {
    this.report = (await this.engine?.storage().catch(() => undefined)) ?? this.report;
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
