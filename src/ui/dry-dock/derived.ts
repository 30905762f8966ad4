/** What the page shows besides the view itself, worked out from it: marks, counts, and what is read aloud. */
import type { BuildProblem, StepId } from '../../build/events.ts';
import type { MarkedLines } from '../code-editor/code-mirror.ts';
import type { BuildView } from '../model/build-view.ts';
import { asText, findEntry, type Project } from '../model/project.ts';
import { words } from '../text/words.ts';

/** What a screen reader says about the build. */
export function announcement(view: BuildView): string {
  const { announce } = words.build;
  switch (view.phase) {
    case 'idle':
      return '';
    case 'running':
      return announce.running;
    case 'finished': {
      const cached = [...view.steps.values()].filter((step) => step.state === 'cached').length;
      return announce.finished(view.duration ?? 0, cached, view.steps.size);
    }
    case 'failed':
      return announce.failed(view.problems[0]?.message ?? '');
    case 'cancelled':
      return announce.cancelled;
  }
}

/** Lines of the Dockerfile to mark: what runs, what failed, what is chosen, what is pointed at. */
export function editorMarks(
  view: BuildView,
  chosen: StepId | undefined,
  pointed: StepId | undefined,
): readonly MarkedLines[] {
  const marks: MarkedLines[] = [];
  for (const [id, { state, description }] of view.steps) {
    if (description.onbuild) continue;
    const { start, end } = description.range;
    // A range that ends at the beginning of a line doesn't include that line.
    const to = end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
    const lines = { from: start.line, to };
    if (state === 'running' || state === 'failed') marks.push({ ...lines, kind: state });
    else if (id === chosen) marks.push({ ...lines, kind: 'chosen' });
    if (id === pointed) marks.push({ ...lines, kind: 'pointed' });
  }
  return marks;
}

export function stepAtLine(view: BuildView, line: number): StepId | undefined {
  for (const [id, { description }] of view.steps) {
    if (line >= description.range.start.line && line <= description.range.end.line) return id;
  }
  return undefined;
}

/** Problems of the text as it is now, and of the build when nothing was changed since. */
export function shownProblems(
  found: readonly BuildProblem[],
  view: BuildView,
  unchanged: boolean,
): readonly BuildProblem[] {
  const told = view.phase === 'failed' ? view.problems : view.phase === 'finished' ? view.warnings : [];
  if (!unchanged || told.length === 0) return found;
  const identity = (problem: BuildProblem) => `${problem.code} ${problem.range?.start.offset}`;
  const known = new Set(found.map(identity));
  return [...found, ...told.filter((problem) => !known.has(identity(problem)))];
}

/** The Dockerfile's named stages, for the choice of a target; the engine's parser has the last word. */
export function firstDockerfile(project: Project): { readonly stages: readonly string[] } | undefined {
  const entry = findEntry(project, 'Dockerfile');
  const text = entry ? asText(entry.content) : undefined;
  if (text === undefined) return undefined;
  return {
    stages: [...text.matchAll(/^[ \t]*FROM[ \t].*[ \t]AS[ \t]+(\S+)/gim)].map((match) => match[1] ?? ''),
  };
}
