import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, queryAll, state } from 'lit/decorators.js';
import type { BuildProblem, StepId } from '../../build/events.ts';
import type { BuildCommand } from '../../commands/docker-command.ts';
import type { Engine, OrderAdvice, RegistrySettings } from '../../worker/protocol.ts';
import type { BuildOptions } from '../build-bar/build-options.ts';
import type { BuildPane } from '../build-pane/build-pane.ts';
import type { EditorPane } from '../editor-pane/editor-pane.ts';
import { type Example, exampleProject } from '../examples/example.ts';
import type { KeyMap } from '../key-map/key-map.ts';
import { lastStepOfTarget } from '../model/build-view.ts';
import type { DockState } from '../model/dock-state.ts';
import type { Project } from '../model/project.ts';
import type { StepTab } from '../model/step-choice.ts';
import type { ProjectFiles } from '../project-files/project-files.ts';
import type { ReplayAsk } from '../replay-bar/replay-bar.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import type { Display } from '../theme/display.ts';
import { tokens } from '../theme/tokens.ts';
import { areaOf, areas, type View } from './areas.ts';
import { BuildDesk } from './build-desk.ts';
import { BuildOrders } from './build-orders.ts';
import { CommandDesk } from './command-desk.ts';
import { optionsOf } from './command-line-options.ts';
import { announcement, editorMarks, firstDockerfile, shownProblems, stepAtLine } from './derived.ts';
import { DisplayChoice } from './display-choice.ts';
import { DropZone } from './drop-zone.ts';
import { dryDockStyles } from './dry-dock.styles.ts';
import { EngineFacts } from './engine-facts.ts';
import { ForesightDesk } from './foresight-desk.ts';
import { Guide } from './guide.ts';
import { NoticeDesk } from './notice-desk.ts';
import { type DisposableEngine, OwnEngine } from './own-engine.ts';
import { focusNextPart } from './page-parts.ts';
import { dockerfilePath, ProjectDesk } from './project-desk.ts';
import { RegistryDesk } from './registry-desk.ts';
import { Shortcuts } from './shortcuts.ts';
import { ViewChoice } from './view-choice.ts';
import '../build-bar/build-bar.ts';
import '../build-pane/build-pane.ts';
import '../editor-pane/editor-pane.ts';
import '../image-result/image-result.ts';
import '../key-map/key-map.ts';
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

  @state() private cursorLine = 0;
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
      this.commands.session.buildTells(detail);
      this.tell('drydock-event', detail);
    },
    onReveal: (step) => this.guide.reveal(step),
  });
  private readonly commands = new CommandDesk(this, {
    onBuild: (command) => {
      this.orders.choose(optionsOf(command));
      void this.order(command);
    },
    onRun: () => this.views.show('run'),
  });
  private readonly orders = new BuildOrders(this, {
    project: this.desk,
    builds: this.builds,
    registry: this.registry,
    session: this.commands.session,
  });
  private readonly views = new ViewChoice(this);
  private readonly guide = new Guide(this, {
    project: this.desk,
    builds: this.builds,
    orders: this.orders,
    views: this.views,
    editor: () => this.editor,
    pane: () => this.pane,
  });
  private readonly notices = new NoticeDesk(this);
  private readonly facts = new EngineFacts(this, this.notices);
  private readonly foresight = new ForesightDesk(this, () => ({
    engine: this.engine,
    request: this.orders.request(),
    built: this.builds.live.phase === 'running' ? undefined : this.builds.asked,
    isFinished: this.builds.live.phase === 'finished',
  }));
  private readonly dropZone = new DropZone(this, (files) => {
    this.views.show('project');
    void this.files?.takeDrop(files);
  });

  constructor() {
    super();
    new Shortcuts(this, {
      build: () => void this.build(),
      stop: () => void this.stop(),
      view: (at) => this.views.showNth(at),
      expand: () => this.views.expand(),
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
    this.commands.session.flush();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('engine') && this.engine) void this.begin(this.engine);
  }

  /** Builds the project as it is now. */
  build(): Promise<void> {
    return this.order();
  }

  /** `typed`: the command that asks for it, when one was typed. */
  private async order(typed?: BuildCommand): Promise<void> {
    const over = this.engine && this.orders.place(this.engine, typed);
    if (!over) return;
    this.notices.dismiss();
    this.views.show('build');
    const outcome = await over;
    this.tell('drydock-outcome', outcome);
    await this.facts.measure(this.engine);
  }

  /** Stops the running build. */
  async stop(): Promise<void> {
    if (this.builds.live.phase === 'running') await this.engine?.stop();
  }

  override render(): TemplateResult {
    const view = this.builds.live;
    const { shown, expanded } = this.views;
    const area = areaOf(shown);
    return html`<div class="frame"><div
      class="app ${view.phase === 'idle' ? 'idle' : ''} ${area ? 'in-area' : ''} ${expanded ? 'expanded' : ''}"
      data-view=${this.dropZone.hovering ? 'project' : shown}
      data-phase=${view.phase}
      @step-point=${(event: CustomEvent<StepId | undefined>) => {
        this.builds.point(event.detail);
      }}
      @step-choose=${(event: CustomEvent<StepId>) => this.guide.toStep(event.detail)}
      @view-choose=${(event: CustomEvent<View>) => this.views.show(event.detail)}
      @image-choose=${() => this.guide.toImage()}
      @line-choose=${(event: CustomEvent<number>) => this.guide.toLine(event.detail)}
      @project-change=${(event: CustomEvent<{ readonly project: Project; readonly open?: string }>) =>
        this.desk.change(event.detail.project, event.detail.open)}
      @options-change=${(event: CustomEvent<BuildOptions>) => this.orders.choose(event.detail)}
      @display-change=${(event: CustomEvent<Partial<Display>>) => this.display.choose(event.detail)}
      @keys-show=${() => this.keyMap?.show()}
      @registry-change=${(event: CustomEvent<RegistrySettings>) => this.registry.change(event.detail)}
      @image-platform=${(event: CustomEvent<{ readonly image: string; readonly platform: string }>) => {
        this.registry.choosePlatform(event.detail);
        void this.build();
      }}
      @image-file=${(event: CustomEvent<File>) => {
        this.registry.import(event.detail);
        this.views.show('registry');
      }}
      @images-change=${() => this.facts.measure(this.engine)}
      @build=${this.build}
      @stop=${this.stop}
      @storage-change=${() => this.facts.measure(this.engine)}
      @command-line=${(event: CustomEvent<string>) => this.commands.setRunLine(event.detail)}
      @advice-show=${(event: CustomEvent<OrderAdvice>) => this.guide.toStep(event.detail.step, 'why')}
      @advice-apply=${(event: CustomEvent<OrderAdvice>) => this.apply(event.detail)}
      @replay-open=${() => {
        this.views.show('build');
        this.builds.openReplay();
      }}
      @replay=${(event: CustomEvent<ReplayAsk>) => this.builds.replay(event.detail)}
    >
      ${this.header()} ${this.notices.template(this.desk)}
      <dry-build-bar
        class="bar"
        .view=${view}
        .preparing=${view.phase === 'running' && view.stages.length === 0}
        .disabled=${!this.engine || !this.desk.dockerfile}
        .options=${this.orders.options}
        .replayable=${this.builds.canReplay}
        .targets=${firstDockerfile(this.desk.project)?.stages ?? []}
      ></dry-build-bar>
      <dry-view-tabs
        class="views"
        .shown=${shown}
        .areas=${areas}
        .expanded=${expanded}
        @expand=${() => this.views.expand()}
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
      ${this.commands.template(this.dockState(), shown === 'run')}
      <dry-key-map></dry-key-map>
      <div class="unseen" role="status" aria-live="polite">${announcement(view)}</div>
    </div></div>`;
  }

  private dockState(): DockState {
    const { engine } = this;
    const { options } = this.orders;
    const { report, images } = this.facts;
    const { built, live: view } = this.builds;
    const { settings: registry, incoming } = this.registry;
    return { engine, project: this.desk.project, built, view, options, report, images, registry, incoming };
  }

  /** The project's files, and the editor of the open one. */
  private projectParts(): TemplateResult {
    const { desk } = this;
    const { view, live, choice, pointed } = this.builds;
    const { project, openPath } = desk;
    const problems = shownProblems(desk.found, live, this.orders.isUnchanged);
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
        .marks=${this.orders.isOpen ? editorMarks(view, choice.step, pointed) : []}
        .images=${this.facts.images}
        @text-change=${(event: CustomEvent<{ readonly path: string; readonly text: string }>) =>
          desk.write(event.detail.path, event.detail.text)}
        @line-change=${(event: CustomEvent<{ line: number }>) => {
          this.cursorLine = event.detail.line;
        }}
        @line-point=${(event: CustomEvent<{ readonly line: number | undefined }>) => {
          const { line } = event.detail;
          const isStep = line !== undefined && this.orders.isOpen;
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
      <dry-storage-status .report=${this.facts.report}></dry-storage-status>
    </dry-top-bar>`;
  }

  private buildArea(): TemplateResult {
    const { view, player } = this.builds;
    return html`<dry-build-pane
      .view=${view}
      .replay=${player.replay && { ...player, replay: player.replay, time: player.time }}
      .possible=${this.desk.dockerfile !== undefined || this.desk.project.length === 0}
      .chosen=${this.builds.choice.step}
      .atCursor=${this.orders.isOpen ? stepAtLine(view, this.cursorLine) : undefined}
      .pointed=${this.builds.pointed}
      .next=${this.foresight.over(this.builds.live)}
      .advice=${this.advice()[0]}
      @problem-line=${(event: CustomEvent<BuildProblem>) => this.guide.toProblem(event.detail)}
      @problem-log=${(event: CustomEvent<BuildProblem>) => this.guide.toStep(event.detail.step, 'log')}
      @image-choose=${() => this.guide.toImage()}
    ></dry-build-pane>`;
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
    return this.orders.isUnchanged && this.orders.builtPath === dockerfilePath ? this.foresight.advice : [];
  }

  private apply({ dockerfile }: OrderAdvice): void {
    const bringBack = this.desk.rewriteDockerfile(dockerfile);
    const { applied, undo } = words.foresight.advice;
    if (bringBack) this.notices.tell(applied, undo, bringBack);
  }

  private async begin(engine: Engine): Promise<void> {
    const given = this.textContent?.replace(/^\s*\n/, '').replace(/\s+$/, '\n') ?? '';
    await this.desk.begin(engine, given, this.example);
    await this.facts.begin(engine);
  }

  private openExample(example: Example): void {
    const bringBack = this.desk.replace(exampleProject(example));
    this.views.show('project');
    this.notices.tell(words.notices.exampleOpened(example.title), words.notices.bringBack, bringBack);
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
