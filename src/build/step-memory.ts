/**
 * What the last build of a Dockerfile saw at each step, so that the next one can say why a step runs again. Steps
 * are found by their text: one that only moved up or down is still itself.
 */
import type { Digester } from '../image/digest.ts';
import { digestOf } from './cache-key.ts';
import { isObject } from './cache-record.ts';
import type { ContentEntries } from './copy/content-entries.ts';
import type { PlannedStep } from './plan-stage.ts';
import type { StepVariable } from './plan-step.ts';
import type { CacheRecords } from './ports.ts';
import { alignSteps } from './step-alignment.ts';

/** What one step looked like. Plain data. */
export interface StepMemory {
  readonly version: 1;
  /** Its cache key; for steps without a layer, what they left in the history. */
  readonly key: string;
  /** Key of what it stood on. */
  readonly parent: string;
  readonly text: string;
  readonly variables: readonly StepVariable[];
  readonly setting: readonly string[];
  /** FROM: digest of the image. */
  readonly base?: string;
  /** What it read, where that was listed. */
  readonly files?: ContentEntries;
  /** `SOURCE_DATE_EPOCH` that its layer's times were clamped to. */
  readonly rewriteTo?: number;
}

/** Files listed for one step. More are counted only. */
export const maximumRememberedFiles = 5000;
/** Characters of one text or value that are kept, and variables of one step. */
const maximumText = 4000;
const maximumVariables = 1000;

/** The text where it is short; else its beginning and a digest, which tells two of them apart as well. */
function clipped(text: string, digester: Digester): string {
  return text.length <= maximumText ? text : `${text.slice(0, maximumText)}… (${digestOf(text, digester)})`;
}

/** What of a step is the same in every build of the same Dockerfile with the same arguments. */
export function rememberedParts({ text, variables, setting }: PlannedStep, digester: Digester) {
  return {
    text: clipped(text, digester),
    variables: variables
      .slice(0, maximumVariables)
      .map((variable) => ({ ...variable, value: clipped(variable.value, digester) })),
    setting: setting.map((each) => clipped(each, digester)),
  };
}

/** The memory of one stage during one build. */
export class StageMemory {
  readonly #records: CacheRecords;
  readonly #prefix: string;
  readonly #texts: readonly string[];
  readonly #briefs: readonly string[];
  #comparison: Promise<Comparison> | undefined;
  #loaded: Promise<readonly (StepMemory | undefined)[]> | undefined;
  /** As it was stored, to see whether it has to be written again. */
  readonly #stored = new Map<number, string>();

  /** `stage`: the Dockerfile's name and the stage's name or number. */
  constructor(records: CacheRecords, stage: string, steps: readonly PlannedStep[], digester: Digester) {
    this.#records = records;
    this.#prefix = `seen/${digestOf(stage, digester)}`;
    this.#texts = steps.map(({ text }) => clipped(text, digester));
    this.#briefs = steps.map(({ text }) => briefOf(text, digester));
  }

  /** The step of the last build that this one is, or that it replaced. */
  async recall(index: number): Promise<StepMemory | undefined> {
    this.#loaded ??= this.#load();
    return (await this.#loaded)[index];
  }

  /** Keeps what the step looks like now, where that is new. */
  async remember(index: number, memory: StepMemory): Promise<void> {
    const text = JSON.stringify(memory);
    if (this.#stored.get(index) === text) return;
    await this.#records.put(this.#key(this.#briefs, index), memory);
    this.#stored.set(index, text);
  }

  /** Notes the order of the steps; `reached` of them were done, and nothing is known of the rest. */
  async finish(reached: number): Promise<void> {
    const { before, pairs } = await this.#compared();
    const last = pairs.slice(0, reached).findLast((index) => index !== undefined);
    // What this build didn't come to is as the one before left it.
    const rest = reached === this.#briefs.length ? [] : before.slice((last ?? -1) + 1);
    const order = [...this.#briefs.slice(0, reached), ...rest];
    if (JSON.stringify(order) === JSON.stringify(before)) return;
    await this.#records.put(`${this.#prefix}/order`, { version: 1, order });
  }

  async #load(): Promise<readonly (StepMemory | undefined)[]> {
    const { before, pairs } = await this.#compared();
    return Promise.all(
      pairs.map(async (old, index) => {
        if (old === undefined) return undefined;
        const memory = parseMemory(await this.#records.get(this.#key(before, old)));
        if (memory?.text === this.#texts[index]) this.#stored.set(index, JSON.stringify(memory));
        return memory;
      }),
    );
  }

  #compared(): Promise<Comparison> {
    this.#comparison ??= this.#compare();
    return this.#comparison;
  }

  async #compare(): Promise<Comparison> {
    const stored = await this.#records.get(`${this.#prefix}/order`);
    const isKnown = isObject(stored) && stored.version === 1 && Array.isArray(stored.order);
    const before = isKnown ? (stored.order as unknown[]).filter((entry) => typeof entry === 'string') : [];
    return { before, pairs: alignSteps(before, this.#briefs) };
  }

  /** Where a step is kept: under its text, and how often that came before. */
  #key(briefs: readonly string[], index: number): string {
    const brief = briefs[index] ?? '';
    const occurrence = briefs.slice(0, index).filter((other) => other === brief).length;
    return `${this.#prefix}/${brief}/${occurrence}`;
  }
}

/** Keyword and digest: enough to compare texts that may be long. */
function briefOf(text: string, digester: Digester): string {
  const keyword = /^\w+/.exec(text)?.[0].toUpperCase() ?? '';
  return `${keyword}/${digestOf(text, digester)}`;
}

interface Comparison {
  /** The steps of the last build, in order. */
  readonly before: readonly string[];
  /** For each step of this one its place among them. */
  readonly pairs: readonly (number | undefined)[];
}

function parseMemory(value: unknown): StepMemory | undefined {
  if (!isObject(value) || value.version !== 1) return undefined;
  const { key, parent, text, variables, setting } = value;
  const complete =
    typeof key === 'string' &&
    typeof parent === 'string' &&
    typeof text === 'string' &&
    Array.isArray(variables) &&
    Array.isArray(setting);
  // Written by this module only, under keys nobody else uses: the shape is not looked at further.
  return complete ? (value as unknown as StepMemory) : undefined;
}
