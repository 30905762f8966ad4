export const problems = {
  title: (count: number) => (count === 1 ? 'The build failed' : `The build failed: ${count} problems`),
  stopped: 'The build was stopped. Finished steps are cached; the next build goes on from there.',
  at: (file: string, line: number) => `${file}, line ${line}`,
  openLog: 'Open the log',
  region: 'Problems',
} as const;
