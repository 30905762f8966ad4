/** The languages of the page. English is always here; the others are loaded when they are chosen. */
import * as en from './en.ts';
import type { Catalogue } from './words.ts';

export type Language = 'en' | 'de' | 'es';

/** Each in its own words, so that whoever reads only that one finds it. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
};

export const languages = Object.keys(languageNames) as readonly Language[];

const catalogues: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => en,
  de: async () => import('./de.ts'),
  es: async () => import('./es.ts'),
};

export function loadCatalogue(language: Language): Promise<Catalogue> {
  return catalogues[language]();
}

/** The language that the first of these tags names, e.g. `de-AT`. */
export function spokenLanguage(tags: readonly string[]): Language | undefined {
  for (const tag of tags) {
    const found = languages.find((language) => language === tag.toLowerCase().split('-')[0]);
    if (found) return found;
  }
  return undefined;
}
