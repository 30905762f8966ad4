import { formatDuration } from '../format.ts';
import { plural } from '../plural.ts';

export const foresight = {
  whyTab: 'Why',
  hint: 'Edit a file, and the graph marks what the next build will run.',
  below: {
    title: 'What it brings about below',
    none: 'Nothing is below it: when it runs again, it runs alone.',
    some: (count: number, took: number) =>
      `When it runs again, so ${count === 1 ? 'does 1 step' : `do ${count} steps`} below it${took > 0 ? `: about ${formatDuration(took)} more` : ''}.`,
    perhaps: 'unless the files it takes turn out the same',
  },
  files: {
    title: 'What changed',
    more: (count: number) => `and ${count} more`,
    what: {
      added: 'new',
      removed: 'gone',
      content: 'content changed',
      mode: 'permissions changed',
      owner: 'owner changed',
      type: 'another type',
      'link target': 'link leads elsewhere',
    },
    loading: 'Comparing…',
    notKept:
      'There is nothing to compare: the text as it was is not kept (only small text files are), or all of it is another.',
    same: 'The text is the same again.',
    cut: (lines: number) => `The first ${lines} lines of the comparison.`,
  },
  advice: {
    title: 'What another order would save',
    swap: (line: number, other: number) => `Swap lines ${line} and ${other}`,
    move: (line: number, below: number) => `Move line ${line} below line ${below}`,
    split: (first: string, line: number, below: number) =>
      `Put “${first}” in place of line ${line}, and line ${line} below line ${below}`,
    saves: (file: string, after: number, before: number) =>
      `and the next edit of ${file} rebuilds in ${formatDuration(after)} instead of ${formatDuration(before)}.`,
    proof:
      'It makes the same image: what runs in between looked at none of the files that come later, and wrote none of them. The times were measured.',
    apply: 'Change the Dockerfile',
    applied: 'The Dockerfile was changed. Build once, then edit and build again to see the difference.',
    undo: 'Undo',
    short: (file: string, after: number, before: number) =>
      `An edit of ${file} could rebuild in ${formatDuration(after)} instead of ${formatDuration(before)}.`,
    show: 'Show how',
  },
  next: {
    run: 'runs next',
    perhaps: 'may run next',
    gone: 'not in the Dockerfile now',
    label: (sentence: string) => `Next build: ${sentence}`,
    summary: (runs: number, perhaps: number, took: number, isAtLeast: boolean) => {
      if (runs === 0) return 'Next build: every layer comes from the cache.';
      const sure = runs - perhaps;
      const parts = [
        sure > 0 ? `${plural(sure, 'layer is', 'layers are')} made again` : '',
        perhaps > 0 ? `${plural(perhaps, 'layer', 'layers')} perhaps` : '',
      ].filter((part) => part !== '');
      const time = took > 0 ? `, ${isAtLeast ? 'at least' : 'about'} ${formatDuration(took)}` : '';
      return `Next build: ${parts.join(', ')}${time}.`;
    },
  },
} as const;
