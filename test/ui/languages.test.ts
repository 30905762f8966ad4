import { describe, expect, it } from 'vitest';
import * as de from '../../src/ui/text/de.ts';
import * as en from '../../src/ui/text/en.ts';
import * as es from '../../src/ui/text/es.ts';
import { spokenLanguage } from '../../src/ui/text/languages.ts';

/** Every text of a catalogue by its path; a function stands for what it says of numbers and names. */
function texts(catalogue: unknown, path = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (typeof catalogue === 'string') found.set(path, catalogue);
  else if (typeof catalogue === 'object' && catalogue !== null) {
    for (const [key, value] of Object.entries(catalogue)) {
      for (const [at, text] of texts(value, `${path}.${key}`)) found.set(at, text);
    }
  }
  return found;
}

describe.each([
  ['German', de],
  ['Spanish', es],
])('%s', (_name, catalogue) => {
  const english = texts(en);
  const translated = texts(catalogue);

  it('has every text, and none that is empty where the English one is not', () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
    const empty = [...translated].filter(([path, text]) => text === '' && english.get(path) !== '');
    expect(empty).toEqual([]);
  });

  it('leaves no sentence in English', () => {
    // A sentence has several words and an end; names, commands and placeholders may be the same everywhere.
    const same = [...translated].filter(
      ([path, text]) => text === english.get(path) && /^\p{Lu}.*\p{Ll} .*[.!?]$/u.test(text),
    );
    expect(same).toEqual([]);
  });

  it('says numbers in the singular and in the plural', () => {
    expect(catalogue.files.summary(1, 5)).not.toBe(catalogue.files.summary(2, 5).replace('2', '1'));
  });
});

describe('the language of a tag', () => {
  it.each([
    [['de-AT', 'en'], 'de'],
    [['fr', 'es-MX'], 'es'],
    [['EN'], 'en'],
    [['fr'], undefined],
    [[], undefined],
  ])('%j is %s', (tags, language) => {
    expect(spokenLanguage(tags)).toBe(language);
  });
});
