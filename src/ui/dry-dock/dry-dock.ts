import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, queryAll, state } from 'lit/decorators.js';
import type { BuildProblem, StepId } from '../../build/events.ts';
import type { BuildCommand } from '../../commands/docker-command.ts';
import type {
  BuildRequest,
  BundledImage,
  Engine,
  OrderAdvice,
  RegistrySettings,
  StorageReport,
} from '../../worker/protocol.ts';
import { type BuildOptions, defaultOptions, readBuildArgs } from '../build-bar/build-options.ts';
import type { BuildPane } from '../build-pane/build-pane.ts';
import type { EditorPane } from '../editor-pane/editor-pane.ts';
import { type Example, exampleProject } from '../examples/example.ts';
import type { KeyMap } from '../key-map/key-map.ts';
import { lastStepOfTarget } from '../model/build-view.ts';
import { CommandSession } from '../model/command-session.ts';
import { containerDesk } from '../model/container-desk.ts';
import type { DockState } from '../model/dock-state.ts';
import { findEntry, type Project, setContent } from '../model/project.ts';
import type { StepTab } from '../model/step-choice.ts';
import type { Notice } from '../notice-bar/notice-bar.ts';
import type { ProjectFiles } from '../project-files/project-files.ts';
import type { ReplayAsk } from '../replay-bar/replay-bar.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import type { Display } from '../theme/display.ts';
import { tokens } from '../theme/tokens.ts';
import { areaOf, areas, type View, views } from './areas.ts';
import { BuildDesk } from './build-desk.ts';
import { lineOf, optionsOf, typedRequest } from './command-desk.ts';
import { announcement, editorMarks, firstDockerfile, shownProblems, stepAtLine } from './derived.ts';
import { DisplayChoice } from './display-choice.ts';
import { DropZone } from './drop-zone.ts';
import { dryDockStyles } from './dry-dock.styles.ts';
import { ForesightDesk } from './foresight-desk.ts';
import { type DisposableEngine, OwnEngine } from './own-engine.ts';
import { focusNextPart } from './page-parts.ts';
import { dockerfilePath, ProjectDesk } from './project-desk.ts';
import { RegistryDesk } from './registry-desk.ts';
import { Shortcuts } from './shortcuts.ts';
import '../build-bar/build-bar.ts';
import '../build-pane/build-pane.ts';
import '../command-bar/command-bar.ts';
import '../editor-pane/editor-pane.ts';
import '../image-result/image-result.ts';
import '../key-map/key-map.ts';
import '../notice-bar/notice-bar.ts';
import '../project-files/project-files.ts';
import '../step-details/step-details.ts';
import '../storage-status/storage-status.ts';
import '../top-bar/top-bar.ts';
import '../view-tabs/view-tabs.ts';

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
 * @attr contrast - Black and white with strong lines; without it, what the person or the system chose.
 * @attr presentation - Large type, for a projector.
 * @attr language - `en`, `de`, `es`, or `auto` for the browser's; without it, what the person chose, else the language of
 *   the page around it.
 * @attr example - Name of a built-in example to begin with: `two-stages`, `cache-order`, `heredoc`, `failing`,
 *   `node-app`.
 * @event drydock-event - Every build event; `detail` is the `BuildEvent`. Bubbles.
 * @event drydock-outcome - A build is over; `detail` is the `BuildOutcome`. Bubbles.
 * @csspart header - The bar with the name.
 * @csspart editor - The editor's column.
 * @csspart build - The stage graph's area.
 * @csspart command - The line at the bottom with the docker command.
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
  static createEngine: (() => DisposableEngine) | undefined;

  /** The engine that builds. */
  @property({ attribute: false }) engine: Engine | undefined;
  @property({ reflect: true }) theme: 'light' | 'dark' | undefined;
  @property({ type: Boolean, reflect: true }) contrast = false;
  @property({ type: Boolean, reflect: true }) presentation = false;
  @property() language: string | undefined;
  @property() example: string | undefined;

  @state() private options: BuildOptions = defaultOptions;
  @state() private cursorLine = 0;
  @state() private report: StorageReport | undefined;
  @state() private images: readonly BundledImage[] = [];
  @state() private shown: View = 'project';
  /** The main part takes the place of files and editor too. */
  @state() private expanded = false;
  @state() private notice: Notice | undefined;
  @state() private commandLineOpen = false;
  /** What does at home what the form of the Run area says. */
  @state() private runLine = '';
  /** Path of the Dockerfile that `view` was built from. */
  private builtPath = dockerfilePath;
  @query('dry-editor-pane') private readonly editor!: EditorPane | null;
  @query('dry-project-files') private readonly files!: ProjectFiles | null;
  @query('dry-build-pane') private readonly pane!: BuildPane | null;
  @query('dry-key-map') private readonly keyMap!: KeyMap | null;
  /** What F6 goes through, in this order. */
  @queryAll('.files, .editor, .bar, .views, .build, .details, .area, .command, .head')
  private readonly parts!: NodeListOf<Element>;

  private readonly desk = new ProjectDesk(this);
  private readonly own = new OwnEngine(this, () => this.desk.saveNow());
  private readonly display = new DisplayChoice(this);
  private readonly registry = new RegistryDesk(this);
  private readonly builds = new BuildDesk(this, {
    onEvent: (detail) => {
      this.commands.buildTells(detail);
      this.tell('drydock-event', detail);
    },
    onReveal: (step) => this.reveal(step),
  });
  private readonly commands = new CommandSession(() => this.requestUpdate());
  private readonly foresight = new ForesightDesk(this, () => ({
    engine: this.engine,
    request: this.request(undefined),
    built: this.builds.live.phase === 'running' ? undefined : this.builds.asked,
    isFinished: this.builds.live.phase === 'finished',
  }));
  private readonly dropZone = new DropZone(this, (files) => {
    this.shown = 'project';
    void this.files?.takeDrop(files);
  });

  constructor() {
    super();
    new Shortcuts(this, {
      build: () => void this.build(),
      stop: () => void this.stop(),
      view: (at) => this.showNth(at),
      expand: () => {
        this.expanded = !this.expanded;
      },
      nextPart: () => focusNextPart([...this.parts], 1),
      previousPart: () => focusNextPart([...this.parts], -1),
      map: () => this.keyMap?.show(),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.makeEngine();
  }

  /** Makes an engine of its own when it was given none. */
  makeEngine(): void {
    this.own.make(DryDock.createEngine);
  }

  override willUpdate(): void {
    this.commands.flush();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('engine') && this.engine) void this.begin(this.engine);
  }

  /** Builds the project as it is now. */
  build(): Promise<void> {
    return this.buildAs(undefined);
  }

  /** `typed`: the command that asks for it, when one was typed. */
  private async buildAs(typed: BuildCommand | undefined): Promise<void> {
    const { engine } = this;
    const request = this.request(typed);
    if (!engine || !request) return;
    this.commands.buildBegins(lineOf(this.options), typed);
    this.builtPath = request.dockerfile ?? dockerfilePath;
    void this.desk.saveNow();
    this.notice = undefined;
    this.shown = 'build';
    const outcome = await this.builds.start(engine, request);
    const names = typed?.tags ?? (request.tag === undefined ? [] : [request.tag]);
    if (outcome.outcome === 'finished') await this.nameMore(engine, names);
    this.commands.buildEnds(outcome, Date.now(), names);
    this.tell('drydock-outcome', outcome);
    await this.measureStorage();
  }

  private async measureStorage(): Promise<void> {
    this.report = (await this.engine?.storage().catch(() => undefined)) ?? this.report;
  }

  /** A build gives an image one name; a command may ask for several. */
  private async nameMore(engine: Engine, [first, ...others]: readonly string[]): Promise<void> {
    if (first === undefined) return;
    for (const name of others) await engine.tagImage(first, name).catch(() => undefined);
  }

  /** What the person asks for, if it can be asked. */
  private request(typed: BuildCommand | undefined): BuildRequest | undefined {
    const { args, bad } = readBuildArgs(this.options.buildArgs);
    if (bad !== undefined || (!this.desk.dockerfile && !typed)) return undefined;
    const { target, tag, noCache } = this.options;
    const known = firstDockerfile(this.desk.project)?.stages.includes(target) ?? false;
    return {
      entries: this.desk.project,
      dockerfile: dockerfilePath,
      ...(known ? { target } : {}),
      ...(Object.keys(args).length === 0 ? {} : { buildArgs: args }),
      ...(tag === '' ? {} : { tag }),
      ...(noCache ? { noCache } : {}),
      ...this.registry.request,
      ...(typed ? typedRequest(typed) : {}),
    };
  }

  /** Stops the running build. */
  async stop(): Promise<void> {
    if (this.builds.live.phase === 'running') await this.engine?.stop();
  }

  override render(): TemplateResult {
    const view = this.builds.live;
    const area = areaOf(this.shown);
    return html`<div class="frame"><div
      class="app ${view.phase === 'idle' ? 'idle' : ''} ${area ? 'in-area' : ''} ${this.expanded ? 'expanded' : ''}"
      data-view=${this.dropZone.hovering ? 'project' : this.shown}
      data-phase=${view.phase}
      @step-point=${(event: CustomEvent<StepId | undefined>) => {
        this.builds.point(event.detail);
      }}
      @step-choose=${(event: CustomEvent<StepId>) => this.choose(event.detail)}
      @view-choose=${(event: CustomEvent<View>) => this.show(event.detail)}
      @image-choose=${this.showImage}
      @line-choose=${(event: CustomEvent<number>) => this.showLine(event.detail)}
      @project-change=${(event: CustomEvent<{ readonly project: Project; readonly open?: string }>) =>
        this.desk.change(event.detail.project, event.detail.open)}
      @options-change=${(event: CustomEvent<BuildOptions>) => {
        this.options = event.detail;
      }}
      @display-change=${(event: CustomEvent<Partial<Display>>) => this.display.choose(event.detail)}
      @keys-show=${() => this.keyMap?.show()}
      @registry-change=${(event: CustomEvent<RegistrySettings>) => this.registry.change(event.detail)}
      @image-platform=${(event: CustomEvent<{ readonly image: string; readonly platform: string }>) => {
        this.registry.choosePlatform(event.detail);
        void this.build();
      }}
      @image-file=${(event: CustomEvent<File>) => {
        this.registry.import(event.detail);
        this.show('registry');
      }}
      @images-change=${this.measureStorage}
      @build=${this.build}
      @stop=${this.stop}
      @storage-change=${this.measureStorage}
      @command-line=${(event: CustomEvent<string>) => {
        this.runLine = event.detail;
      }}
      @advice-show=${(event: CustomEvent<OrderAdvice>) => this.choose(event.detail.step, 'why')}
      @advice-apply=${(event: CustomEvent<OrderAdvice>) => this.apply(event.detail)}
      @replay-open=${() => {
        this.shown = 'build';
        this.builds.openReplay();
      }}
      @replay=${(event: CustomEvent<ReplayAsk>) => this.builds.replay(event.detail)}
    >
      ${this.header()} ${this.notices()}
      <dry-build-bar
        class="bar"
        .view=${view}
        .preparing=${view.phase === 'running' && view.stages.length === 0}
        .disabled=${!this.engine || !this.desk.dockerfile}
        .options=${this.options}
        .replayable=${this.builds.canReplay}
        .targets=${firstDockerfile(this.desk.project)?.stages ?? []}
      ></dry-build-bar>
      <dry-view-tabs
        class="views"
        .shown=${this.shown}
        .areas=${areas}
        .expanded=${this.expanded}
        @expand=${() => {
          this.expanded = !this.expanded;
        }}
      ></dry-view-tabs>
      ${this.projectParts()}
      <section class="build" part="build" aria-label=${words.build.region}>${this.buildArea()}</section>
      <section class="details" part="details" aria-label=${words.step.region}>${this.detailsArea()}</section>
      ${
        area
          ? html`<section class="area" part="area" aria-label=${area.title()}>
            ${area.render(this.dockState())}
          </section>`
          : nothing
      }
      ${this.commandBar()}
      <dry-key-map></dry-key-map>
      <div class="unseen" role="status" aria-live="polite">${announcement(view)}</div>
    </div></div>`;
  }

  private commandBar(): TemplateResult {
    return html`<dry-command-bar
      class="command"
      part="command"
      role="region"
      aria-label=${words.command.region}
      .line=${this.shown === 'run' && this.runLine !== '' ? this.runLine : lineOf(this.options)}
      .session=${this.commands}
      .log=${this.commands.log}
      .dock=${this.dockState()}
      .expanded=${this.commandLineOpen}
      @command-toggle=${() => {
        this.commandLineOpen = !this.commandLineOpen;
      }}
      @command-build=${(event: CustomEvent<BuildCommand>) => {
        this.options = optionsOf(event.detail);
        void this.buildAs(event.detail);
      }}
      @command-run=${(event: Event) => {
        if (!areaOf('run')) return;
        event.preventDefault();
        this.show('run');
      }}
    ></dry-command-bar>`;
  }

  private dockState(): DockState {
    const { engine, options, report, images } = this;
    const { built, live: view } = this.builds;
    const { settings: registry, incoming } = this.registry;
    return { engine, project: this.desk.project, built, view, options, report, images, registry, incoming };
  }

  private notices(): TemplateResult {
    const { saveFailure } = this.desk;
    return html`<dry-notice-bar
      class="notices"
      .notice=${
        saveFailure === '' ? this.notice : { kind: 'warning', text: words.storage.saveFailed(saveFailure) }
      }
      @dismiss=${() => {
        this.notice = undefined;
        this.desk.saveFailure = '';
      }}
    ></dry-notice-bar>`;
  }

  /** The project's files, and the editor of the open one. */
  private projectParts(): TemplateResult {
    const { desk } = this;
    const { view, live, choice, pointed } = this.builds;
    const { project, openPath } = desk;
    const problems = shownProblems(desk.found, live, this.unchanged());
    const errors = problems.filter((problem) => problem.severity === 'error');
    return html`<dry-project-files
        class="files"
        role="region"
        aria-label=${words.files.tree}
        .engine=${this.engine}
        .project=${project}
        .chosen=${openPath}
        .troubled=${new Set(errors.map((problem) => problem.file ?? dockerfilePath))}
        .dropping=${this.dropZone.hovering}
        @file-choose=${(event: CustomEvent<string>) => desk.open(event.detail)}
      ></dry-project-files>
      <dry-editor-pane
        class="editor"
        part="editor"
        role="region"
        aria-label=${words.editor.label(openPath)}
        .path=${openPath}
        .entry=${desk.entry}
        .problems=${problems.filter((problem) => (problem.file ?? dockerfilePath) === openPath)}
        .marks=${this.builtFileIsOpen() ? editorMarks(view, choice.step, pointed) : []}
        .images=${this.images}
        @text-change=${(event: CustomEvent<{ readonly path: string; readonly text: string }>) =>
          desk.write(event.detail.path, event.detail.text)}
        @line-change=${(event: CustomEvent<{ line: number }>) => {
          this.cursorLine = event.detail.line;
        }}
        @line-point=${(event: CustomEvent<{ readonly line: number | undefined }>) => {
          const { line } = event.detail;
          const isStep = line !== undefined && this.builtFileIsOpen();
          this.builds.point(isStep ? stepAtLine(view, line) : undefined);
        }}
      ></dry-editor-pane>`;
  }

  private header(): TemplateResult {
    return html`<dry-top-bar
      class="head"
      part="header"
      .display=${this.display.display}
      @example-choose=${(event: CustomEvent<Example>) => this.openExample(event.detail)}
    >
      <dry-storage-status .report=${this.report}></dry-storage-status>
    </dry-top-bar>`;
  }

  private buildArea(): TemplateResult {
    const { view, player } = this.builds;
    return html`<dry-build-pane
      .view=${view}
      .replay=${player.replay && { ...player, replay: player.replay, time: player.time }}
      .possible=${this.desk.dockerfile !== undefined || this.desk.project.length === 0}
      .chosen=${this.builds.choice.step}
      .atCursor=${this.builtFileIsOpen() ? stepAtLine(view, this.cursorLine) : undefined}
      .pointed=${this.builds.pointed}
      .next=${this.foresight.over(this.builds.live)}
      .advice=${this.advice()[0]}
      @problem-line=${(event: CustomEvent<BuildProblem>) => this.showProblem(event.detail)}
      @problem-log=${(event: CustomEvent<BuildProblem>) => this.choose(event.detail.step, 'log')}
      @image-choose=${this.showImage}
    ></dry-build-pane>`;
  }

  /** The finished image in the place of the chosen step: to be downloaded and pushed. */
  private showImage(): void {
    this.builds.choose({ step: undefined, byHand: true });
    this.shown = 'step';
  }

  private detailsArea(): TemplateResult {
    const { view } = this.builds;
    const { step, tab } = this.builds.choice;
    if (step === undefined && view.image) {
      return html`<dry-image-result
        .engine=${this.engine}
        .image=${view.image}
        .lastStep=${lastStepOfTarget(view)}
        .registry=${this.registry.settings}
      ></dry-image-result>`;
    }
    return html`<dry-step-details
      .engine=${this.engine}
      .step=${step === undefined ? undefined : view.steps.get(step)}
      .tab=${tab}
      .view=${view}
      .built=${this.builds.built}
      .advice=${this.advice()}
      .stepless=${view.phase === 'failed' && view.stages.length === 0}
      @tab-choose=${(event: CustomEvent<StepTab>) => {
        this.builds.choose({ tab: event.detail });
      }}
    ></dry-step-details>`;
  }

  /** What another order would save, as long as the Dockerfile is the one that was looked at. */
  private advice(): readonly OrderAdvice[] {
    return this.unchanged() && this.builtPath === dockerfilePath ? this.foresight.advice : [];
  }

  private apply({ dockerfile }: OrderAdvice): void {
    const before = this.desk.dockerfile;
    if (!before) return;
    this.desk.write(dockerfilePath, dockerfile);
    this.desk.open(dockerfilePath);
    const { applied, undo } = words.foresight.advice;
    this.notice = {
      kind: 'notice',
      text: applied,
      action: {
        label: undo,
        act: () => {
          this.notice = undefined;
          this.desk.change(setContent(this.desk.project, dockerfilePath, before.content, before.modified));
        },
      },
    };
  }

  /** The Dockerfile is as it was built. */
  private unchanged(): boolean {
    const { built } = this.builds;
    const { builtPath } = this;
    const now = findEntry(this.desk.project, builtPath);
    return built !== undefined && findEntry(built, builtPath)?.content === now?.content;
  }

  private builtFileIsOpen(): boolean {
    return this.desk.openPath === this.builtPath && this.unchanged();
  }

  private async begin(engine: Engine): Promise<void> {
    const given = this.textContent?.replace(/^\s*\n/, '').replace(/\s+$/, '\n') ?? '';
    await this.desk.begin(engine, given, this.example);
    try {
      // From the start: the command line starts containers before anybody looks at them.
      containerDesk(engine);
      this.report = await engine.prepare();
      if (this.report.kind === 'memory') {
        this.notice = {
          kind: 'warning',
          text: `${words.storage.memoryNotice}. ${words.storage.memoryReason(this.report.reason)}`,
        };
      }
      this.images = await engine.bundledImages();
    } catch (error) {
      this.notice = { kind: 'warning', text: error instanceof Error ? error.message : words.build.noEngine };
    }
  }

  private choose(step: StepId | undefined, tab = this.builds.choice.tab): void {
    if (step === undefined) return;
    this.builds.choose({ step, tab, byHand: true });
    this.shown = 'step';
    this.reveal(step);
  }

  private reveal(step: StepId): void {
    void this.pane?.reveal(step);
  }

  private show(view: View): void {
    this.shown = view;
    void areaOf(view)?.load();
  }

  /** Views are counted as their tabs stand. */
  private showNth(at: number): void {
    const view = [...views, ...areas.map(({ id }) => id)][at];
    if (view) this.show(view);
  }

  private showLine(line: number): void {
    this.goTo(this.builtPath, line);
  }

  private showProblem(problem: BuildProblem): void {
    const path = problem.file ?? dockerfilePath;
    if (findEntry(this.desk.project, path)) this.goTo(path, problem.range?.start.line ?? 1);
  }

  private goTo(path: string, line: number): void {
    this.desk.open(path);
    // Where the editor stands beside what is shown, that stays.
    if (!this.editor?.getClientRects().length) {
      this.shown = 'project';
      this.expanded = false;
    }
    void this.updateComplete.then(() => this.editor?.goTo(line, true));
  }

  private openExample(example: Example): void {
    const bringBack = this.desk.replace(exampleProject(example));
    this.shown = 'project';
    this.notice = {
      kind: 'notice',
      text: words.notices.exampleOpened(example.title),
      action: {
        label: words.notices.bringBack,
        act: () => {
          this.notice = undefined;
          bringBack();
        },
      },
    };
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
