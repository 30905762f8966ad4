/** The content of a file in a tree, as much of it as somebody wants to see. */
import { fromText } from '../filesystem/byte-string.ts';
import { lookup } from '../filesystem/lookup.ts';
import type { Tree } from '../filesystem/tree.ts';
import { NotInLastBuildError } from './not-in-last-build.ts';
import type { FileContent } from './protocol.ts';

/** Symbolic links are followed, inside that filesystem. */
export function fileOf(tree: Tree, path: string, limit: number): FileContent {
  const found = lookup(tree, fromText(path));
  if (found.outcome !== 'found') {
    throw new NotInLastBuildError(`${path}: there is no such file in this layer or those below it.`);
  }
  if (found.node.type !== 'file') {
    throw new NotInLastBuildError(`${path} is a ${found.node.type.replace('-', ' ')}, which has no content.`);
  }
  const { content } = found.node;
  return { content: content.slice(0, Math.max(0, limit)), size: content.length };
}
