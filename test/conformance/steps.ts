/**
 * The numbered steps in plain progress, sorted, each with whether it came from the cache: `CACHED [2/3] RUN make`. FROM is
 * left out: Docker shows it as either.
 */
export function stepsIn(progress: string): string[] {
  const names = new Map<string, string>();
  const cached = new Set<string>();
  for (const line of progress.split('\n')) {
    const [, number = '', rest = ''] = /^(#\d+) (.*)$/.exec(line) ?? [];
    if (/^\[.*\d+\/\d+\] /.test(rest) && !/\] FROM /.test(rest)) names.set(number, rest);
    else if (rest === 'CACHED') cached.add(number);
  }
  return [...names].map(([number, name]) => `${cached.has(number) ? 'CACHED' : 'RAN'} ${name}`).sort();
}
