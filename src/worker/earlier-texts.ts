/**
 * Texts of the project's files as earlier builds read them, by digest, so that the page can show what changed. Only
 * small files, and only so many: the oldest go first.
 */
import { loadDigester } from '../image/digest.ts';
import type { ProjectShelf, StoredFile } from '../store/store.ts';
import type { ProjectEntry } from './protocol.ts';

/** Bytes of one file, and of all that are kept. */
const largestFile = 256 * 1000;
const largestShelf = 8 * 1000 * 1000;
const mostFiles = 2000;
/** The shelf has them as a project of its own, with digests for paths. */
const shelf = 'earlier-texts';

/** Adds the texts of a build to what is kept. */
export async function keepTexts(entries: readonly ProjectEntry[], projects: ProjectShelf): Promise<void> {
  const { contentDigest } = await loadDigester();
  const kept = (await projects.load(shelf)) ?? [];
  const known = new Set(kept.map(({ path }) => path));
  const texts = entries.filter(({ path, content }) => !path.endsWith('/') && isSmallText(content));
  const fresh = new Map<string, StoredFile>();
  for (const { content, modified } of texts) {
    const digest = contentDigest(content);
    fresh.set(digest, { path: digest, mode: 0o644, modified, content });
  }
  if ([...fresh.keys()].every((digest) => known.has(digest))) return;
  const older = kept.filter(({ path }) => !fresh.has(path));
  await projects.save(shelf, withinLimits([...fresh.values(), ...older]));
}

export async function earlierText(digest: string, projects: ProjectShelf): Promise<string | undefined> {
  const found = (await projects.load(shelf))?.find(({ path }) => path === digest);
  return found && new TextDecoder().decode(found.content);
}

export function forgetTexts(projects: ProjectShelf): Promise<void> {
  return projects.delete(shelf);
}

function withinLimits(files: readonly StoredFile[]): readonly StoredFile[] {
  let size = 0;
  return files.slice(0, mostFiles).filter(({ content }) => {
    size += content.length;
    return size <= largestShelf;
  });
}

function isSmallText(content: Uint8Array): boolean {
  if (content.length === 0 || content.length > largestFile || content.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
