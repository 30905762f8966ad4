/** The sections of a comparison, each from the two sides alone. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ComparedSide, ComparedStep, LayerBar } from '../model/compared-side.ts';
import { configDifferences, pairSteps, type StepPair } from '../model/comparison.ts';
import type { LayerMaker } from '../model/layer-stack.ts';
import { briefCause } from '../model/why.ts';
import { formatBytes, formatDuration } from '../text/format.ts';
import { words } from '../text/words.ts';

export interface Sides {
  readonly first: ComparedSide;
  readonly second: ComparedSide;
}

export function letter(side: 'first' | 'second'): TemplateResult {
  return html`<span class="letter ${side === 'second' ? 'b' : ''}">${words.compare[side]}</span>`;
}

export function figures({ first, second }: Sides): TemplateResult {
  const { figures: text } = words.compare;
  const layers = (side: ComparedSide) => (side.size === undefined ? undefined : side.layers.length);
  return html`<section aria-label=${text.title}>
    <dl class="figures">
      ${figure(text.size, first.size, second.size, formatBytes)}
      ${figure(text.layers, layers(first), layers(second), String)}
      ${figure(text.time, first.duration, second.duration, formatDuration)}
      ${figure(text.ran, first.ran, second.ran, String)} ${figure(text.cached, first.cached, second.cached, String)}
    </dl>
  </section>`;
}

function figure(
  name: string,
  first: number | undefined,
  second: number | undefined,
  format: (value: number) => string,
): TemplateResult {
  const { figures: text } = words.compare;
  const shown = (value: number | undefined) => (value === undefined ? text.none : format(value));
  const difference = first === undefined || second === undefined ? undefined : second - first;
  return html`<div>
    <dt>${name}</dt>
    <dd>
      ${shown(first)} → ${shown(second)}
      ${
        difference === undefined
          ? nothing
          : html`<span class="delta">${
              difference === 0
                ? text.equal
                : (difference < 0 ? text.less : text.more)(format(Math.abs(difference)))
            }</span>`
      }
    </dd>
  </div>`;
}

const makers: readonly LayerMaker[] = ['base', 'dependencies', 'code'];

/** Both on one scale: what is in the image, and what other stages made and it doesn't carry. */
export function layerPicture({ first, second }: Sides): TemplateResult | typeof nothing {
  if (first.layers.length + second.layers.length === 0) return nothing;
  const sum = (bars: readonly LayerBar[]) => bars.reduce((bytes, { size }) => bytes + size, 0);
  const most = Math.max(1, ...[first, second].flatMap(({ layers, left }) => [sum(layers), sum(left)]));
  const keys = (side: ComparedSide) => new Set(side.layers.map(({ key }) => key));
  const shared = new Set([...keys(first)].filter((key) => keys(second).has(key)));
  return html`<section aria-labelledby="picture">
    <h3 id="picture">${words.compare.picture.title}</h3>
    ${sideBars('first', first, most, shared)} ${sideBars('second', second, most, shared)}
    <div class="legend" aria-hidden="true">
      ${makers.map((maker) => html`<span data-maker=${maker}>${words.stack.maker[maker]}</span>`)}
    </div>
  </section>`;
}

function sideBars(
  side: 'first' | 'second',
  { layers, left, size = 0 }: ComparedSide,
  most: number,
  shared: ReadonlySet<string>,
): TemplateResult {
  const { picture } = words.compare;
  const bytesLeft = left.reduce((sum, bar) => sum + bar.size, 0);
  return html`<div class="side">
    <div class="side-name">${letter(side)}<span>${picture.total(size, layers.length)}</span></div>
    <div class="bar-name">${picture.image}</div>
    ${bars(layers, most, shared, false)}
    ${
      left.length === 0
        ? nothing
        : html`<div class="bar-name">${picture.left}</div>
          ${bars(left, most, shared, true)}
          <p class="bar-name">${picture.saved(bytesLeft)}</p>`
    }
    <ul class="layers">
      ${layers.map((bar) => layerRow(bar, shared.has(bar.key), false))}
      ${left.map((bar) => layerRow(bar, false, true))}
    </ul>
  </div>`;
}

/** Decoration: the list below says the same. */
function bars(
  layers: readonly LayerBar[],
  most: number,
  shared: ReadonlySet<string>,
  left: boolean,
): TemplateResult {
  return html`<div class="bars ${left ? 'left' : ''}" aria-hidden="true">
    ${layers.map(
      ({ key, text, maker, size }) =>
        html`<span
          class="segment"
          data-maker=${maker}
          title=${words.compare.picture.segment(text, size, shared.has(key))}
          .style=${`width: ${((size / most) * 100).toFixed(3)}%`}
        ></span>`,
    )}
  </div>`;
}

function layerRow({ text, maker, size }: LayerBar, isShared: boolean, ghost: boolean): TemplateResult {
  return html`<li data-maker=${maker}>
    <span class="dot ${ghost ? 'ghost' : ''}" role="img" aria-label=${words.stack.maker[maker]}></span>
    <code title=${text}>${text}</code>
    ${isShared ? html`<span class="chip">${words.compare.picture.shared}</span>` : nothing}
    <span class="number">${formatBytes(size)}</span>
  </li>`;
}

export function stepTable({ first, second }: Sides): TemplateResult {
  const { steps: text } = words.compare;
  const pairs = pairSteps(first.steps, second.steps);
  return html`<section aria-labelledby="steps">
    <h3 id="steps">${text.title}</h3>
    ${
      pairs.length === 0
        ? html`<p class="soft">${text.nothing}</p>`
        : html`<table class="steps">
          <thead>
            <tr>
              <th scope="col">${text.step}</th>
              <th scope="col">${letter('first')}</th>
              <th scope="col">${letter('second')}</th>
            </tr>
          </thead>
          <tbody>
            ${pairs.map(stepRow)}
          </tbody>
        </table>`
    }
  </section>`;
}

function stepRow({ first, second, kind }: StepPair): TemplateResult {
  const { steps: text } = words.compare;
  return html`<tr data-kind=${kind}>
    <td>
      ${kind === 'changed' ? html`<code class="old">${first?.text}</code><br />` : nothing}
      <code>${(second ?? first)?.text}</code>
      ${kind === 'same' ? nothing : html`<span class="chip">${text[kind]}</span>`}
    </td>
    <td>${stepFacts(first)}</td>
    <td>${stepFacts(second)}</td>
  </tr>`;
}

function stepFacts(step: ComparedStep | undefined): TemplateResult | typeof nothing {
  if (step === undefined) return nothing;
  const { state, duration, size, cause } = step;
  const facts = [
    state === 'done' && duration !== undefined ? words.compare.steps.duration(duration) : '',
    size === undefined ? '' : formatBytes(size),
  ].filter((fact) => fact !== '');
  return html`${state === undefined ? nothing : html`<span class="state ${state}">${words.state[state]}</span>`}
    <span class="number">${facts.join(' · ')}</span>
    ${cause === undefined || cause.kind === 'hit' ? nothing : html`<span class="why">${briefCause(cause)}</span>`}`;
}

export function configTable({ first, second }: Sides): TemplateResult {
  const { config: text } = words.compare;
  const differences =
    first.config === undefined || second.config === undefined
      ? undefined
      : configDifferences(first.config, second.config);
  return html`<section aria-labelledby="config">
    <h3 id="config">${text.title}</h3>
    ${
      differences === undefined
        ? html`<p class="soft">${text.noImage}</p>`
        : differences.length === 0
          ? html`<p class="soft">${text.same}</p>`
          : html`<table class="config">
            <thead>
              <tr>
                <th scope="col">${text.key}</th>
                <th scope="col">${letter('first')}</th>
                <th scope="col">${letter('second')}</th>
              </tr>
            </thead>
            <tbody>
              ${differences.map(
                ({ key, first: mine, second: theirs }) =>
                  html`<tr>
                    <td>${key}</td>
                    <td>${values(mine)}</td>
                    <td>${values(theirs)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
  </section>`;
}

function values(lines: readonly string[]): TemplateResult | readonly TemplateResult[] {
  if (lines.length === 0) return html`<span class="soft">${words.compare.config.nothing}</span>`;
  return lines.map((line) => html`<div class="value">${line}</div>`);
}
