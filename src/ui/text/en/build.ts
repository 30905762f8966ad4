import { formatDuration } from '../format.ts';
import { plural } from '../plural.ts';

export const build = {
  region: 'Build',
  idleTitle: 'Nothing built yet',
  idleBody: 'Press Build. Every step is really run, here in this tab, and each layer appears as it is made.',
  idleEmpty: 'This project has no Dockerfile. Add a file named Dockerfile, or choose an example.',
  phase: {
    idle: 'Ready',
    preparing: 'Getting ready…',
    running: 'Building…',
    finished: 'Finished',
    failed: 'Failed',
    cancelled: 'Stopped',
  },
  steps: (settled: number, total: number) => `${settled} of ${plural(total, 'step', 'steps')}`,
  announce: {
    running: 'Build started.',
    finished: (duration: number, cached: number, total: number) =>
      `Build finished in ${formatDuration(duration)}. ${cached} of ${plural(total, 'step', 'steps')} cached.`,
    failed: (message: string) => `Build failed. ${message}`,
    cancelled: 'Build stopped.',
  },
  summary: (ran: number, cached: number) =>
    [ran ? `${ran} ran` : '', cached ? `${cached} cached` : ''].filter((part) => part !== '').join(' · '),
  progress: 'Build progress',
  shortcut: 'Ctrl or ⌘ + Enter builds, Esc stops',
  engineFailed:
    'The build engine stopped unexpectedly. Your files are safe. Reload the page, then build again.',
  noEngine:
    'The build engine could not be loaded, so nothing can be built right now. Your files are safe; reload the page to try again.',
} as const;
