/**
 * What another order of steps would save. A COPY of files that are edited often, above a slow RUN that doesn't look at
 * them, makes that RUN again with every edit. Where the steps are proved to be independent, the Dockerfile with the
 * COPY further down is really planned, with the files as they are and with one of them edited, and the steps whose keys
 * differ are those that would run; what they take was measured.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import { fromText, toText } from '../filesystem/byte-string.ts';
import { baseName, nodeAt, parentPath } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import { TreeBuilder } from '../filesystem/tree-builder.ts';
import type { Digest } from '../image/digest.ts';
import { type Digester, loadDigester } from '../image/digest.ts';
import { definitionOf } from './cache-key.ts';
import type { StepId } from './events.ts';
import { type Dependence, deedsOf, dependence, type StepDeeds } from './independence.ts';
import { findLayer, findObserved } from './layer-store.ts';
import { movedBelow, splitCopy, type TextChange } from './move-lines.ts';
import type { Plan } from './plan.ts';
import type { PlannedStage, PlannedStep } from './plan-stage.ts';
import type { BuildOptions, BuildPorts } from './ports.ts';
import { prepareBuild } from './prepare.ts';
import type { ResolvedImages } from './resolve-images.ts';
import { placeOf } from './source-place.ts';
import { type PlannedKey, stepKeys } from './step-keys.ts';

export interface OrderAdvice {
  /** `move`: the step goes below others. `split`: what those need of it is copied first, and the rest after. */
  readonly kind: 'move' | 'split';
  /** The COPY or ADD that goes down. */
  readonly step: StepId;
  /** 1-based lines of the Dockerfile as it is: of the step, and of the last one that it goes below. */
  readonly line: number;
  readonly belowLine: number;
  /** The steps stand right below one another, so that it is a swap of two lines. */
  readonly isSwap: boolean;
  /** The lines that are copied first, for `split`. */
  readonly first?: string;
  /** A file of the context whose edits would be quicker to build. */
  readonly file: string;
  /** Milliseconds that the steps take which run after such an edit: as it is, and after the change. */
  readonly before: number;
  readonly after: number;
  /** The Dockerfile after the change. */
  readonly dockerfile: string;
}

/** Milliseconds that must be saved, and the share of what it took before. */
const leastSaving = 20;
const leastShare = 0.25;
const mostAdvice = 3;

/**
 * Advice on a Dockerfile that has just been built, the best first. Everything is found in the cache; what isn't there
 * any more gives none.
 * @throws what planning throws.
 */
export async function adviseOnOrder(
  options: BuildOptions,
  ports: BuildPorts,
): Promise<readonly OrderAdvice[]> {
  const file = options.dockerfileName ?? 'Dockerfile';
  const digester = await loadDigester();
  const adviser = new Adviser(options, ports, file, digester);
  return adviser.advise();
}

/** A built step: its key, and the layer and deeds of those that have one. */
interface BuiltStep {
  readonly step: PlannedStep;
  readonly key: PlannedKey;
  readonly deeds?: StepDeeds;
  readonly took: number;
}

class Adviser {
  readonly #options: BuildOptions;
  readonly #ports: BuildPorts;
  readonly #file: string;
  readonly #digester: Digester;

  constructor(options: BuildOptions, ports: BuildPorts, file: string, digester: Digester) {
    this.#options = options;
    this.#ports = ports;
    this.#file = file;
    this.#digester = digester;
  }

  async advise(): Promise<readonly OrderAdvice[]> {
    const { plan, resolved } = await prepareBuild(this.#options, this.#ports, this.#file);
    const keys = await this.#keys(plan, resolved, this.#options);
    const found: OrderAdvice[] = [];
    const layersOf = new Map<number, readonly Digest[]>();
    const tookOf = new Map<StepId, number>();
    const built = new Map<PlannedStage, readonly BuiltStep[]>();
    for (const stage of plan.order) {
      const steps = await this.#builtSteps(stage, keys, resolved, layersOf);
      if (steps === undefined) return [];
      built.set(stage, steps);
      for (const { step, took } of steps) tookOf.set(step.description.id, took);
    }
    for (const [stage, steps] of built) {
      for (const at of steps.keys()) {
        const change = this.#candidate(steps, at);
        if (change === undefined) continue;
        const advice = await this.#judge({ plan, stage, steps, at, change, tookOf }, keys);
        if (advice !== undefined) found.push(advice);
      }
    }
    return found.sort((a, b) => b.before - b.after - (a.before - a.after)).slice(0, mostAdvice);
  }

  #keys(
    plan: Plan,
    resolved: ResolvedImages,
    options: BuildOptions,
  ): Promise<ReadonlyMap<StepId, PlannedKey>> {
    return stepKeys({ plan, resolved, options, ports: this.#ports, digester: this.#digester }, (key) =>
      this.#remembered(key),
    );
  }

  async #remembered(quickKey: string): Promise<string | undefined> {
    const found = await findLayer(quickKey, this.#ports);
    return found.kind === 'found' ? found.key : undefined;
  }

  /** The steps of a stage with what they did; undefined when one of them isn't in the cache. */
  async #builtSteps(
    stage: PlannedStage,
    keys: ReadonlyMap<StepId, PlannedKey>,
    resolved: ResolvedImages,
    layersOf: Map<number, readonly Digest[]>,
  ): Promise<readonly BuiltStep[] | undefined> {
    const { snapshots } = this.#ports;
    let layers: readonly Digest[] = [];
    const built: BuiltStep[] = [];
    for (const step of stage.steps) {
      const { operation, description } = step;
      const key = keys.get(description.id);
      if (key === undefined) return undefined;
      if (operation.kind === 'from') {
        const { base } = operation;
        const image = base.kind === 'image' ? resolved.images.get(base.name) : undefined;
        if (base.kind === 'stage') layers = layersOf.get(base.stage) ?? [];
        else if (image?.kind === 'image') layers = image.base.config.rootfs.diff_ids as readonly Digest[];
        else if (base.kind === 'image') return undefined;
        built.push({ step, key, took: 0 });
        continue;
      }
      if (operation.kind === 'config') {
        built.push({ step, key, took: 0 });
        continue;
      }
      const found = await findLayer(key.key, this.#ports);
      if (found.kind !== 'found') return undefined;
      const before = await snapshots.load(layers);
      layers = [...layers, found.layer.digest];
      const after = await snapshots.load(layers);
      const observed = operation.kind === 'run' ? await findObserved(found.key, this.#ports) : undefined;
      const deeds = deedsOf(operation, before, after, observed);
      built.push({ step, key, deeds, took: found.layer.took ?? 0 });
    }
    layersOf.set(stage.description.index, layers);
    return built;
  }

  /** How the text would change so that the step at `at` comes after what doesn't need it. */
  #candidate(steps: readonly BuiltStep[], at: number): Candidate | undefined {
    const moving = steps[at];
    if (moving?.deeds === undefined || !copiesOwnFiles(moving.step)) return undefined;
    const needed = new Set<ByteString>();
    let last: number | undefined;
    for (let next = at + 1; next < steps.length; next++) {
      const other = steps[next];
      if (other === undefined || other.step.description.onbuild) break;
      if (other.deeds === undefined) continue;
      const bond: Dependence = dependence(moving.deeds, other.deeds);
      if (bond.kind === 'bound') break;
      if (bond.kind === 'reads') for (const path of bond.paths) needed.add(path);
      if (other.step.operation.kind === 'run') last = next;
    }
    const below = last === undefined ? undefined : steps[last];
    if (below === undefined || last === undefined) return undefined;
    const { dockerfile } = this.#options;
    const [moved, target] = [moving.step.description, below.step.description];
    if (needed.size === 0) {
      const change = movedBelow(dockerfile, moved.range, target.range);
      return { kind: 'move', last, change };
    }
    const names = wholeFiles(needed, moving);
    const change = names && splitCopy(dockerfile, moved, target.range, names);
    return change && { kind: 'split', last, change, names };
  }

  /** Plans the changed Dockerfile, before and after an edit; undefined when it would not be the same or saves little. */
  async #judge(
    { plan, stage, steps, at, change, tookOf }: Proposal,
    keys: ReadonlyMap<StepId, PlannedKey>,
  ): Promise<OrderAdvice | undefined> {
    const moving = steps[at];
    const below = steps[change.last];
    const file = moving && editedFile(moving, new Set(change.names ?? []));
    if (moving === undefined || below === undefined || file === undefined) return undefined;
    const context = edited(this.#options.context, file);
    if (context === undefined) return undefined;
    const changed: BuildOptions = { ...this.#options, dockerfile: change.change.text };
    const other = await prepareBuild(changed, this.#ports, this.#file);
    const order = expectedOrder(stage.steps.length, at, change);
    const same = samePlan(plan, other.plan, stage.description.index, order);
    if (!same) return undefined;
    const resolved = other.resolved;
    const [edit, now, then] = await Promise.all([
      this.#keys(plan, resolved, { ...this.#options, context }),
      this.#keys(other.plan, resolved, changed),
      this.#keys(other.plan, resolved, { ...changed, context }),
    ]);
    const before = sumOfChanged(keys, edit, (id) => tookOf.get(id) ?? 0);
    const after = sumOfChanged(now, then, (id) => {
      const [index, position] = id.split('/').map(Number);
      const origin = index === stage.description.index ? order[position ?? 0] : position;
      return tookOf.get(`${index}/${origin}`) ?? 0;
    });
    const saving = before - after;
    if (saving < leastSaving || saving < before * leastShare) return undefined;
    const { range } = moving.step.description;
    return {
      kind: change.kind,
      step: moving.step.description.id,
      line: range.start.line,
      belowLine: below.step.description.range.start.line,
      isSwap: change.kind === 'move' && change.last === at + 1,
      ...(change.change.first === undefined ? {} : { first: change.change.first }),
      file: toText(file),
      before,
      after,
      dockerfile: change.change.text,
    };
  }
}

interface Candidate {
  readonly kind: OrderAdvice['kind'];
  /** Place of the last step that it goes below. */
  readonly last: number;
  readonly change: TextChange;
  /** Names of the files that are copied first. */
  readonly names?: readonly ByteString[];
}

interface Proposal {
  readonly plan: Plan;
  readonly stage: PlannedStage;
  readonly steps: readonly BuiltStep[];
  readonly at: number;
  readonly change: Candidate;
  readonly tookOf: ReadonlyMap<StepId, number>;
}

/** A COPY or ADD of files of the build context, that lays them over what is below. */
function copiesOwnFiles({ operation, description }: PlannedStep): boolean {
  return (
    operation.kind === 'transfer' &&
    operation.origin.kind === 'context' &&
    operation.sources.length > 0 &&
    operation.inline.length === 0 &&
    !operation.link &&
    !description.onbuild &&
    operation.sources.every(({ path }) => placeOf(path) === 'local')
  );
}

/**
 * The names of these paths, where all of them are plain files that COPY laid right into its destination, so that they
 * can be copied there by name.
 */
function wholeFiles(
  paths: ReadonlySet<ByteString>,
  { step, key, deeds }: BuiltStep,
): readonly ByteString[] | undefined {
  const { operation } = step;
  if (operation.kind !== 'transfer' || operation.keyword !== 'COPY' || deeds === undefined) return undefined;
  const [source] = operation.sources;
  const isPlain =
    operation.sources.length === 1 &&
    !operation.parents &&
    operation.exclude.length === 0 &&
    source !== undefined;
  if (!isPlain || key.files === undefined) return undefined;
  const folder = source.path.replace(/^(?:\.\/|\/)+/, '').replace(/\/+$|^\.$/g, '');
  const directory = parentPath([...paths][0] ?? '/');
  const names: ByteString[] = [];
  for (const path of paths) {
    const name = baseName(path);
    const inContext = toText(fromText(folder === '' ? '' : `${folder}/`) + name);
    const entry = key.files.entries.find((each) => each.path === inContext);
    if (parentPath(path) !== directory || entry?.type !== 'file' || !/^[\w.+@-]+$/.test(name))
      return undefined;
    names.push(name);
  }
  return names.sort();
}

/** A file of the step that is likely to be edited, and that the steps it goes below don't read. */
function editedFile({ key }: BuiltStep, needed: ReadonlySet<ByteString>): ByteString | undefined {
  const files = (key.files?.entries ?? [])
    .filter(({ type, path }) => type === 'file' && !needed.has(baseName(`/${fromText(path)}`)))
    .map(({ path }) => path);
  const isCode = (path: string): boolean =>
    /\.(?:[cm]?[jt]sx?|py|go|rs|rb|php|java|kt|cs?|cpp|h|sh|html|css)$/.test(path);
  const chosen =
    files.find(isCode) ?? files.find((path) => !/(?:^|\/)(?:\.|Dockerfile|README|LICEN)/.test(path));
  return chosen === undefined ? undefined : fromText(chosen);
}

/** The context with a line more in one of its files. */
function edited(context: Tree, file: ByteString): Tree | undefined {
  const node = nodeAt(context, `/${file}`);
  if (node?.type !== 'file') return undefined;
  const builder = new TreeBuilder(context);
  builder.put(`/${file}`, { ...node, content: Uint8Array.of(...node.content.subarray(0, 4096), 0x0a) });
  return builder.finish();
}

/** For each place of the changed stage the place of the step as it is; the step that is new stands for its origin. */
function expectedOrder(length: number, at: number, { kind, last }: Candidate): readonly number[] {
  const places = Array.from({ length }, (_, place) => place);
  const between = places.slice(at + 1, last + 1);
  const first = kind === 'split' ? [at] : [];
  return [...places.slice(0, at), ...first, ...between, at, ...places.slice(last + 1)];
}

/** Every step does exactly what it did, and each stage's config ends as it did: only the order is another. */
function samePlan(plan: Plan, other: Plan, index: number, order: readonly number[]): boolean {
  if (plan.stages.length !== other.stages.length) return false;
  return plan.stages.every((stage, at) => {
    const changed = other.stages[at];
    if (changed === undefined) return false;
    const places = at === index ? order : stage.steps.map((_, place) => place);
    if (changed.steps.length !== places.length) return false;
    const isSame = places.every((place, position) => {
      const [was, is] = [stage.steps[place], changed.steps[position]];
      if (was === undefined || is === undefined) return false;
      // A step that was split off reads less; all else of it is its origin's.
      const isNew = places.indexOf(place) === position && places.lastIndexOf(place) !== position;
      return factsOf(was, isNew) === factsOf(is, isNew);
    });
    return isSame && JSON.stringify(stage.end.config) === JSON.stringify(changed.end.config);
  });
}

function factsOf({ operation }: PlannedStep, withoutSources: boolean): string {
  switch (operation.kind) {
    case 'from':
    case 'config':
      return operation.kind;
    case 'transfer': {
      const { origin, ...rest } = operation;
      const compared = withoutSources
        ? { ...rest, sources: [], destination: rest.destination.replace(/\/?$/, '/') }
        : rest;
      const where = origin.kind === 'stage' ? `stage ${origin.stage}` : origin.kind;
      return JSON.stringify([where, definitionOf({ ...compared, origin })]);
    }
    case 'workdir':
    case 'run':
      return JSON.stringify(definitionOf(operation));
  }
}

function sumOfChanged(
  one: ReadonlyMap<StepId, PlannedKey>,
  other: ReadonlyMap<StepId, PlannedKey>,
  took: (id: StepId) => number,
): number {
  let sum = 0;
  for (const [id, { key }] of one) if (other.get(id)?.key !== key) sum += took(id);
  return sum;
}
