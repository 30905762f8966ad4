/** COPY, ADD and WORKDIR as work on layers: the rules are in `copy/`, here they meet the build's sources and cache. */

import { emptyTree, type Tree } from '../filesystem/tree.ts';
import type { Digester } from '../image/digest.ts';
import { definitionOf } from './cache-key.ts';
import { parseChmod } from './chmod.ts';
import { contentEntries } from './copy/content-entries.ts';
import { contentKey } from './copy/content-key.ts';
import { CopyError } from './copy/copy-error.ts';
import { copyInto } from './copy/copy-into.ts';
import { parseDestination } from './copy/destination.ts';
import { selectSources } from './copy/select.ts';
import type { SelectedSource, Selection } from './copy/selection.ts';
import { makeWorkdir } from './copy/workdir.ts';
import type { DownloadOptions, FetchUrl } from './download.ts';
import type { LayerWork, OpenOrigin, WorkSource } from './layer-work.ts';
import type { TransferOperation, WorkdirOperation } from './operation.ts';
import { resolveOwner } from './owner.ts';
import { BuildFailure } from './problems.ts';
import { downloadSources } from './remote-source.ts';
import { maximumRememberedFiles } from './step-memory.ts';
import type { StepFiles } from './step-result.ts';

export interface TransferSurroundings {
  readonly digester: Digester;
  /** Nanoseconds since the Unix epoch. */
  readonly now: () => bigint;
  /** For ADD. */
  readonly fetchUrl?: FetchUrl | undefined;
  readonly download?: DownloadOptions;
}

export function transferWork(
  operation: TransferOperation,
  parent: StepFiles,
  origin: OpenOrigin,
  { digester, now, fetchUrl, download = {} }: TransferSurroundings,
): LayerWork {
  const { link, chown } = operation;
  const chmod = placed(operation, () => (operation.chmod ? parseChmod(operation.chmod) : undefined));
  // Docker gives up the independence of --link when --chmod is there too.
  const standsAlone = link && chmod === undefined;
  const isBelow = origin.isBelow === true && !standsAlone;
  let selection: Promise<Selection> | undefined;
  const select = (): Promise<Selection> => {
    selection ??= Promise.all([
      origin.tree(),
      downloadSources(operation, { fetchUrl, digester, options: download }),
    ]).then(([tree, downloads]) =>
      placed(operation, () => selected(operation, tree, { ...origin, isBelow }, downloads)),
    );
    return selection;
  };
  // A download that is known by its checksum needs not be made again; there is no other source then.
  const known = operation.checksum ?? origin.quickKey;
  const source: WorkSource = {
    ...(known === undefined ? {} : { quickKey: inlineKey(operation, known) }),
    read: async () => {
      const found = await select();
      return {
        key: contentKey(found, digester),
        files: contentEntries(found, digester, maximumRememberedFiles),
      };
    },
  };
  return {
    definition: definitionOf(operation),
    standsAlone,
    sources: [source],
    run: async () => {
      const found = await select();
      const before = standsAlone ? emptyTree : await parent.tree();
      const users = standsAlone || parent.isBare ? undefined : before;
      const owner = placed(operation, () => (chown ? resolveOwner(users, chown) : undefined));
      const destination = parseDestination(operation.destination, operation.workingDir);
      try {
        const after = await copyInto(before, found, destination, {
          ...(owner === undefined ? {} : { owner }),
          ...(chmod === undefined ? {} : { chmod }),
          unpack: unpacked(operation),
          now: now(),
        });
        return { before, after };
      } catch (error) {
        throw withRange(operation, error);
      }
    },
  };
}

export function workdirWork(
  operation: WorkdirOperation,
  parent: StepFiles,
  { now }: TransferSurroundings,
): LayerWork {
  return {
    definition: definitionOf(operation),
    standsAlone: false,
    sources: [],
    run: async () => {
      const before = await parent.tree();
      const owner = resolveOwner(parent.isBare ? undefined : before, operation.user ?? 'root');
      return { before, after: makeWorkdir(before, operation.path, owner, now()) };
    },
  };
}

function unpacked({ keyword, unpack }: TransferOperation): 'none' | 'local' | 'all' {
  if (unpack === undefined) return keyword === 'ADD' ? 'local' : 'none';
  return unpack ? 'all' : 'none';
}

function selected(
  operation: TransferOperation,
  tree: Tree,
  { ignore, sent, isBelow }: Pick<OpenOrigin, 'ignore' | 'sent' | 'isBelow'>,
  downloads: ReadonlyMap<number, SelectedSource>,
): Selection {
  return selectSources(
    tree,
    operation.sources.map(({ path }) => path),
    {
      exclude: operation.exclude,
      parents: operation.parents,
      downloads,
      inlineFiles: operation.inline.map(({ path, content }) => ({ path, text: content })),
      ...(ignore === undefined ? {} : { ignore }),
      ...(sent === undefined ? {} : { sent }),
      ...(isBelow === undefined ? {} : { isBelow }),
    },
  );
}

/** The heredocs of a copy are read with its sources: a quick key must speak of them too. */
function inlineKey({ inline }: TransferOperation, key: string): string {
  return inline.length === 0 ? key : JSON.stringify([key, inline]);
}

function placed<Result>(operation: TransferOperation, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw withRange(operation, error);
  }
}

/** A copy's error, at the source it speaks of. */
function withRange({ sources }: TransferOperation, error: unknown): unknown {
  if (!(error instanceof CopyError) || error.source === undefined) return error;
  return new BuildFailure(error.code, error.message, error.explanation, sources[error.source]?.range);
}
