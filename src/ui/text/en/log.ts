export const log = {
  label: (step: string) => `Log of ${step}`,
  emptyRunning: 'No output yet.',
  emptyCached: 'Taken from the cache: the step didn’t run, so there is no output.',
  emptyDone: 'The step ran and printed nothing.',
  emptyQueued: 'The step hasn’t started.',
  emptyStopped: 'The step was stopped before it printed anything.',
  emptyNoRun: 'This instruction runs no program, so it has no output.',
  dropped: (count: number) => `The first ${count.toLocaleString('en')} lines are not kept.`,
  lines: (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`,
  follow: 'Jump to the end',
  copy: 'Copy log',
} as const;
