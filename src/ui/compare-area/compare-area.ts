import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Engine, FileComparison, ImageChoice, ListedImage, PastBuild } from '../../worker/protocol.ts';
import type { BuildPhase } from '../model/build-view.ts';
import { buildSide, type ComparedSide, imageSide } from '../model/compared-side.ts';
import type { DockState } from '../model/dock-state.ts';
import { shortDigest } from '../text/format.ts';
import { formatMoment } from '../text/moment.ts';
import { words } from '../text/words.ts';
import { controls } from '../theme/controls.ts';
import { icons } from '../theme/icons.ts';
import { makerColours } from '../theme/maker-colours.ts';
import { sheet } from '../theme/sheet.ts';
import { compareAreaStyles } from './compare-area.styles.ts';
import { configTable, figures, layerPicture, letter, stepTable } from './sections.ts';
import '../compare-files/compare-files.ts';

type Side = 'first' | 'second';

/** What two picked things turned out to be. */
interface Compared {
  readonly first: ComparedSide;
  readonly second: ComparedSide;
}

/** Two builds or images side by side, and the builds that this browser remembers. */
@customElement('dry-compare-area')
export class CompareArea extends LitElement {
  static override styles = [controls, sheet, makerColours, compareAreaStyles];

  @property({ attribute: false }) dock: DockState | undefined;
  @state() private builds: readonly PastBuild[] | undefined;
  @state() private images: readonly ListedImage[] = [];
  /** `build:ID` or `image:ID`. */
  @state() private picked: Readonly<Record<Side, string>> = { first: '', second: '' };
  @state() private compared: Compared | undefined;
  @state() private files: FileComparison | undefined;
  /** Why there is no comparison, or none of the files. */
  @state() private trouble = '';
  private phase: BuildPhase | undefined;
  private engine: Engine | undefined;
  /** Counts comparisons; only the newest one's answers are shown. */
  private asked = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('dock')) return;
    const { engine, view } = this.dock ?? {};
    // A build that is over is a build more; while one runs there is nothing new.
    const isOver = view?.phase !== this.phase && view?.phase !== 'running';
    if (engine && (engine !== this.engine || isOver)) void this.load(engine);
    this.phase = view?.phase;
    this.engine = engine;
  }

  override render(): TemplateResult {
    const { builds, compared } = this;
    if (!builds) return html`<p class="empty">${words.compare.files.loading}</p>`;
    if (builds.length + this.images.length === 0) return html`<p class="empty">${words.compare.empty}</p>`;
    return html`<div class="pickers">
        ${this.picker('first')}
        <button
          type="button"
          class="button icon swap"
          aria-label=${words.compare.swap}
          title=${words.compare.swap}
          @click=${() => this.pick({ first: this.picked.second, second: this.picked.first })}
        >
          ${icons.swap}
        </button>
        ${this.picker('second')}
      </div>
      ${compared ? this.comparison(compared) : this.noComparison()} ${this.history(builds)}`;
  }

  private noComparison(): TemplateResult {
    const { first, second } = this.picked;
    const text = this.trouble || (first === second ? words.compare.one : words.compare.files.loading);
    return html`<p class="empty" role="status">${text}</p>`;
  }

  private comparison(sides: Compared): TemplateResult {
    return html`${figures(sides)} ${layerPicture(sides)} ${stepTable(sides)}
      <section aria-labelledby="files">
        <h3 id="files">${words.compare.files.title}</h3>
        ${
          this.files
            ? html`<dry-compare-files .comparison=${this.files}></dry-compare-files>`
            : html`<p class="soft" role="status">${this.trouble || words.compare.files.loading}</p>`
        }
      </section>
      ${configTable(sides)}`;
  }

  private picker(side: Side): TemplateResult {
    const now = Date.now();
    const option = (value: string, text: string) =>
      html`<option value=${value} ?selected=${value === this.picked[side]}>${text}</option>`;
    return html`<div class="picker">
      ${letter(side)}
      <select
        class="field"
        aria-label=${words.compare.pick(words.compare[side])}
        @change=${(event: Event) => this.pick({ ...this.picked, [side]: (event.target as HTMLSelectElement).value })}
      >
        <optgroup label=${words.compare.builds}>
          ${(this.builds ?? []).map((build) => option(`build:${build.id}`, buildName(build, now)))}
        </optgroup>
        <optgroup label=${words.compare.images}>
          ${this.images.map(({ id, names, size }) =>
            option(`image:${id}`, words.compare.image(names.join(', '), shortDigest(id), size)),
          )}
        </optgroup>
      </select>
    </div>`;
  }

  private history(builds: readonly PastBuild[]): TemplateResult {
    const { history } = words.compare;
    const now = Date.now();
    return html`<section>
      <details class="history">
        <summary>${history.title(builds.length)}</summary>
        <ul>
          ${builds.map(
            (build) => html`<li>
              <span>${buildName(build, now)}</span>
              <span class="soft">${history.facts(build.ran, build.cached, build.duration)}</span>
              <button
                type="button"
                class="button small"
                aria-label=${history.forgetOne(buildName(build, now))}
                @click=${() => this.forget([build.id])}
              >
                ${history.forget}
              </button>
            </li>`,
          )}
        </ul>
        <div class="foot">
          <span class="soft">${history.help}</span>
          ${
            builds.length < 2
              ? nothing
              : html`<button type="button" class="button small" @click=${() => this.forget(undefined)}>
                ${history.forgetAll}
              </button>`
          }
        </div>
      </details>
    </section>`;
  }

  private async forget(ids: readonly string[] | undefined): Promise<void> {
    if (!this.engine) return;
    await this.engine.forgetBuilds(ids);
    await this.load(this.engine);
  }

  private async load(engine: Engine): Promise<void> {
    const before = this.builds?.[0]?.id;
    const [builds, images] = await Promise.all([engine.pastBuilds(), engine.images()]).catch(() => [[], []]);
    this.builds = builds;
    this.images = images;
    const known = new Set([
      ...builds.map(({ id }) => `build:${id}`),
      ...images.map(({ id }) => `image:${id}`),
    ]);
    const [latest, previous] = builds.map(({ id }) => `build:${id}`);
    const others = images.map(({ id }) => `image:${id}`);
    // What was picked stays, unless it is gone or there is a newer build to look at.
    const stays = (side: Side) => before === builds[0]?.id && known.has(this.picked[side]);
    this.pick({
      first: stays('first') ? this.picked.first : (previous ?? latest ?? others[1] ?? ''),
      second: stays('second') ? this.picked.second : (latest ?? others[0] ?? ''),
    });
  }

  private pick(picked: Readonly<Record<Side, string>>): void {
    this.picked = picked;
    void this.compare();
  }

  private async compare(): Promise<void> {
    const { engine, picked } = this;
    const asked = ++this.asked;
    this.compared = undefined;
    this.files = undefined;
    this.trouble = picked.first === picked.second ? words.compare.one : '';
    if (!engine || this.trouble !== '') return;
    const [first, second] = await Promise.all([sideOf(engine, picked.first), sideOf(engine, picked.second)]);
    if (asked !== this.asked) return;
    if (!first || !second) {
      this.trouble = words.compare.gone;
      return;
    }
    this.compared = { first, second };
    if (first.config === undefined || second.config === undefined) {
      this.trouble = words.compare.files.noImage;
      return;
    }
    try {
      const files = await engine.compareFiles(choiceOf(picked.first), choiceOf(picked.second));
      if (asked === this.asked) this.files = files;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (asked === this.asked) this.trouble = words.compare.files.lost(message);
    }
  }
}

function choiceOf(picked: string): ImageChoice {
  const id = picked.slice(picked.indexOf(':') + 1);
  return picked.startsWith('build:') ? { build: id } : { image: id };
}

/** Undefined when it isn't remembered any more. */
async function sideOf(engine: Engine, picked: string): Promise<ComparedSide | undefined> {
  const choice = choiceOf(picked);
  if ('image' in choice) return engine.keptImage(choice.image).then(imageSide, () => undefined);
  const recording = await engine.pastBuild(choice.build).catch(() => undefined);
  return recording && buildSide(recording);
}

function buildName({ started, outcome, request, image }: PastBuild, now: number): string {
  const { tag = '', target } = request;
  const name = target === undefined ? tag : `${tag} → ${target}`.trim();
  return words.compare.build(formatMoment(started, now), name, words.compare.outcome[outcome], image?.size);
}

declare global {
  interface HTMLElementTagNameMap {
    'dry-compare-area': CompareArea;
  }
}
