/** Why a step ran or was cached, as a sentence and as a few words. */
import type { CacheCause } from '../../build/events.ts';
import { words } from '../text/words.ts';
import type { StepView } from './build-view.ts';

/** A few words for a card: `package.json changed`. */
export function briefCause(cause: CacheCause): string {
  const { brief } = words.why;
  switch (cause.kind) {
    case 'hit':
      return brief.hit;
    case 'first-time':
      return brief.firstTime;
    case 'instruction-changed':
      return brief.instructionChanged;
    case 'files-changed':
      // A card has no room for folders; the sentence names them.
      return brief.filesChanged(baseName(cause.files[0]?.path ?? ''), cause.total);
    case 'build-arg-changed':
      return brief.buildArgChanged(cause.name);
    case 'environment-changed':
      return brief.environmentChanged(cause.name);
    case 'parent-changed':
      return brief.parentChanged;
    case 'merged':
      return brief.merged;
    case 'base-image-changed':
      return brief.baseImageChanged;
    case 'cache-disabled':
      return brief.cacheDisabled;
    case 'cache-lost':
      return brief.cacheLost;
  }
}

/** A full sentence, with what was before and what is now. */
export function causeSentence(cause: CacheCause): string {
  const { sentence } = words.why;
  switch (cause.kind) {
    case 'hit':
      return sentence.hit(cause.ignored ?? []);
    case 'first-time':
      return sentence.firstTime;
    case 'instruction-changed':
      return sentence.instructionChanged(cause.before, cause.after);
    case 'files-changed':
      return sentence.filesChanged(cause.files, cause.total);
    case 'build-arg-changed':
      return sentence.buildArgChanged(cause.name, cause.before, cause.after);
    case 'environment-changed':
      return sentence.environmentChanged(cause.name, cause.before, cause.after);
    case 'parent-changed':
      return sentence.parentChanged(cause.label);
    case 'merged':
      return sentence.merged(cause.label);
    case 'base-image-changed':
      return sentence.baseImageChanged(cause.before, cause.after);
    case 'cache-disabled':
      return sentence.cacheDisabled;
    case 'cache-lost':
      return sentence.cacheLost(cause.detail);
  }
}

/** The sentence that stands under a step, whatever its state. */
export function stepSentence(step: StepView): string {
  const { step: sentences } = words.why;
  if (step.cause) return causeSentence(step.cause);
  switch (step.state) {
    case 'queued':
      return sentences.queued;
    case 'running':
      return sentences.running;
    case 'failed':
      return step.problem?.message ?? sentences.failed;
    case 'skipped':
      return step.skipReason ?? sentences.notReached;
    case 'cancelled':
      return sentences.cancelled;
    case 'done':
    case 'cached':
      return '';
  }
}

function baseName(path: string): string {
  return path.slice(path.replace(/\/$/, '').lastIndexOf('/') + 1);
}
