import { formatBytes, formatDuration } from '../format.ts';
import { plural } from '../plural.ts';

export const replay = {
  open: 'Replay',
  openHint: 'Watch this build again, slowly or step by step. Nothing is built.',
  region: 'Replay of the build',
  play: 'Play (Space)',
  pause: 'Pause (Space)',
  next: 'Next moment (→)',
  back: 'Back one moment (←)',
  close: 'End the replay (Esc)',
  scrubber: 'Moment of the build',
  at: (time: number, duration: number) => `${formatDuration(time)} of ${formatDuration(duration)}`,
  speed: 'Speed',
  speedName: (speed: number) =>
    speed === 1
      ? 'as it was'
      : speed < 1
        ? `${Math.round(1 / speed)}× slower`
        : `${Math.round(speed)}× faster`,
  planned: (stages: number, steps: number) =>
    `The plan: ${plural(stages, 'stage', 'stages')}, ${plural(steps, 'step', 'steps')}.`,
  started: (step: string) => `Runs: ${step}`,
  done: (step: string, duration: number, bytes: number | undefined) =>
    `Done in ${formatDuration(duration)}${bytes === undefined ? '' : `, +${formatBytes(bytes)}`}: ${step}`,
  noted: (step: string) => `Noted in the config: ${step}`,
  cached: (step: string) => `From the cache: ${step}`,
  failed: (step: string) => `Failed: ${step}`,
  cancelled: (step: string) => `Stopped: ${step}`,
  finished: (layers: number, bytes: number) =>
    `The image is finished: ${plural(layers, 'layer', 'layers')}, ${formatBytes(bytes)}.`,
  buildFailed: 'The build failed.',
  buildCancelled: 'The build was stopped.',
} as const;
