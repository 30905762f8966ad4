/** How a person wants the page to look and speak, remembered on this device. */
import { type Language, languages } from '../text/languages.ts';

export type Theme = 'system' | 'light' | 'dark';

export interface Display {
  /** `system` follows the system's choice of light or dark. */
  readonly theme: Theme;
  /** Pure black and white, strong lines. */
  readonly contrast: boolean;
  /** Large type, for a projector. */
  readonly presentation: boolean;
  /** Undefined: never chosen. */
  readonly language: Language | undefined;
}

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const key = 'drydock-display';

/** What the person chose; for what was never chosen, what the system asks for. */
export function rememberedDisplay(): Display {
  const kept = keptChoices();
  return {
    theme: themes.find((theme) => theme === kept.theme) ?? 'system',
    contrast:
      typeof kept.contrast === 'boolean' ? kept.contrast : matchMedia('(prefers-contrast: more)').matches,
    presentation: kept.presentation === true,
    language: languages.find((language) => language === kept.language),
  };
}

export function rememberDisplay(display: Display): void {
  try {
    localStorage.setItem(key, JSON.stringify(display));
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

/** Anything may stand there: another version's choices, or what somebody typed. */
function keptChoices(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {}; // Storage is switched off, or it isn't ours: the system's choice it is.
  }
}
