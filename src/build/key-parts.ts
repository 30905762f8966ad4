/** A step's cache key taken apart for people: what went into it, as `cache-key.ts` puts it together. */
import type { ContentEntries } from './copy/content-entries.ts';
import type { CacheKey, CacheKeyPart } from './events.ts';
import type { PlannedStep } from './plan-stage.ts';

/** Variables that one event carries; a RUN can see hundreds. */
const mostVariables = 100;
/** Characters of one text in an event. */
const mostText = 2000;

export interface KeyInputs {
  /** Key of what it stands on; undefined for `COPY --link`. */
  readonly below: string | undefined;
  /** Keys of what it reads. */
  readonly sources: readonly string[];
  readonly files: ContentEntries | undefined;
  readonly rewriteTo: number | undefined;
}

/** The key of a step that makes a layer, and its parts in the order in which people look for a change. */
export function cacheKeyOf(step: PlannedStep, key: string, inputs: KeyInputs): CacheKey {
  const { below, sources, files, rewriteTo } = inputs;
  const { text, variables, setting, operation } = step;
  const [content, ...more] = sources;
  const isRun = operation.kind === 'run';
  const parts: CacheKeyPart[] = [{ kind: 'instruction', text: clipped(text) }];
  if (below !== undefined) parts.push({ kind: 'below', key: below });
  if (content !== undefined) {
    const known = more.length === 0 ? content : sources.join(' ');
    parts.push({
      kind: 'files',
      key: clipped(known),
      ...(files === undefined ? {} : { count: files.total }),
    });
  }
  if (variables.length > 0) {
    const values = variables
      .slice(0, mostVariables)
      .map(({ name, value }) => ({ name, value: clipped(value) }));
    parts.push({ kind: 'variables', values });
  }
  // A copy has its place in its definition, and is made by root whoever USER is.
  if (isRun) parts.push({ kind: 'setting', texts: setting.map(clipped) });
  if (rewriteTo !== undefined) parts.push({ kind: 'epoch', seconds: rewriteTo });
  return { key, parts };
}

function clipped(text: string): string {
  return text.length <= mostText ? text : `${text.slice(0, mostText)}…`;
}
