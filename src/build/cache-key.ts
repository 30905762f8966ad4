/**
 * Cache keys as BuildKit has them: the definition of a step, the key of the step below, and what it reads of its
 * sources. Two steps of the same key make the same layer.
 */
import { cleanPath } from '../filesystem/lookup.ts';
import type { Digest, Digester } from '../image/digest.ts';
import { parseDestination } from './copy/destination.ts';
import type { RunOperation, TransferOperation, WorkdirOperation } from './operation.ts';
import { placeOf } from './source-place.ts';

const encoder = new TextEncoder();

/** Digest of plain data. JSON keeps the parts apart, whatever is in them. */
export function digestOf(value: unknown, digester: Digester): string {
  return digester.digest(encoder.encode(JSON.stringify(value)));
}

/** What the files of a chain of layers are known by. */
export function layersKey(diffIds: readonly Digest[], digester: Digester): string {
  return digestOf(['layers', diffIds], digester);
}

/** The definition of a step that makes a layer: all that is known of it before files are read. */
export function definitionOf(operation: WorkdirOperation | TransferOperation | RunOperation): unknown {
  switch (operation.kind) {
    case 'workdir':
      return ['workdir', cleanPath(operation.path), operation.user ?? ''];
    case 'transfer': {
      const { keyword, sources, destination, workingDir, chown, chmod, link, parents, exclude, checksum } =
        operation;
      const { path, isDirectory } = parseDestination(destination, workingDir);
      const cleaned = sources.map(({ path: written }) =>
        parents || placeOf(written) !== 'local' ? written : cleanPath(written),
      );
      const flags = [
        chown ?? '',
        chmod ?? '',
        link,
        parents,
        exclude,
        checksum ?? '',
        operation.unpack ?? '',
      ];
      return [keyword, cleaned, path, isDirectory, flags];
    }
    case 'run': {
      const { words, env, workingDir, user, mounts, script, network } = operation;
      const mountFacts = mounts.map(({ mount, origin }) => [mount, origin?.kind ?? '']);
      const facts = [cleanPath(workingDir), user ?? '', mountFacts, script ?? '', network];
      return ['run', words, [...env].sort(), facts];
    }
  }
}

/**
 * The key of a step. `parent` is undefined for `COPY --link`, which doesn't depend on what it stands on; `sources`
 * are keys of contents, or of the steps and images that hold them.
 */
export function stepKey(
  definition: unknown,
  parent: string | undefined,
  sources: readonly string[],
  rewriteTo: number | undefined,
  digester: Digester,
): string {
  return digestOf([definition, parent ?? '', sources, rewriteTo ?? ''], digester);
}

/**
 * What the files are known by that a layer made on nothing gives over a step: BuildKit's merge of the two. On `FROM
 * scratch` there is nothing to merge with.
 */
export function mergedKey(parent: string, own: string, digester: Digester): string {
  return parent === 'scratch' ? own : digestOf(['merge', parent, own], digester);
}
