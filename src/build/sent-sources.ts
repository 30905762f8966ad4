/**
 * What the steps of a build take by name from each context of files. BuildKit's client sends only that (dockerfile2llb:
 * `ctxPaths` of the build context, `paths` of a stage), which shows where a pattern matches nothing.
 */
import type { FileOrigin, Operation, TransferOperation } from './operation.ts';
import type { Plan } from './plan.ts';
import type { PlannedStep } from './plan-stage.ts';
import type { ResolvedImages } from './resolve-images.ts';
import { placeOf } from './source-place.ts';

export class SentSources {
  readonly #plan: Plan;
  readonly #resolved: ResolvedImages;
  #byContext: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(plan: Plan, resolved: ResolvedImages) {
    this.#plan = plan;
    this.#resolved = resolved;
  }

  /** The sources of all steps that read the context of this one; undefined where it is no context that is sent. */
  with({ origin, sources }: TransferOperation): readonly string[] | undefined {
    // A context that --from names without a stage is sent for that step alone.
    if (origin.kind === 'image') {
      const isFiles = this.#resolved.images.get(origin.name)?.kind === 'files';
      return isFiles ? sources.map(({ path }) => path) : undefined;
    }
    const context = this.#contextOf(origin);
    if (context === undefined) return undefined;
    this.#byContext ??= this.#collected();
    return this.#byContext.get(context);
  }

  #collected(): ReadonlyMap<string, readonly string[]> {
    const byContext = new Map<string, string[]>();
    for (const { steps } of this.#plan.order) {
      for (const { operation } of steps) {
        for (const { origin, source } of takenBy(operation)) {
          const context = this.#contextOf(origin);
          if (context === undefined) continue;
          const known = byContext.get(context);
          if (known === undefined) byContext.set(context, [source]);
          else known.push(source);
        }
      }
    }
    return byContext;
  }

  /** A name for the context; undefined for other files, also those that a stage laid over a context. */
  #contextOf(origin: FileOrigin): string | undefined {
    if (origin.kind === 'context') return 'context';
    if (origin.kind === 'image') return undefined;
    for (let at: number | undefined = origin.stage; at !== undefined; ) {
      const steps: readonly PlannedStep[] = this.#plan.stages[at]?.steps ?? [];
      const from: Operation | undefined = steps[0]?.operation;
      if (from?.kind !== 'from' || steps.slice(1).some(({ operation }) => operation.kind !== 'config')) {
        return undefined;
      }
      if (from.base.kind === 'image') {
        return this.#resolved.images.get(from.base.name)?.kind === 'files' ? `stage ${at}` : undefined;
      }
      at = from.base.kind === 'stage' ? from.base.stage : undefined;
    }
    return undefined;
  }
}

function takenBy(operation: Operation): readonly { readonly origin: FileOrigin; readonly source: string }[] {
  if (operation.kind === 'transfer') {
    return operation.sources
      .filter(({ path }) => placeOf(path) === 'local')
      .map(({ path }) => ({ origin: operation.origin, source: path }));
  }
  if (operation.kind !== 'run') return [];
  return operation.mounts.flatMap(({ mount, origin }) => {
    // A tmpfs has no source, which BuildKit takes for all of the context.
    if (mount.type === 'tmpfs') return [{ origin: { kind: 'context' } as const, source: '/' }];
    return origin === undefined || !('source' in mount) ? [] : [{ origin, source: mount.source }];
  });
}
