import { describe, expect, test } from 'vitest';
import { particulars } from '../../../test/particulars';
import { kioskWords, KIOSK_LANGUAGES } from './index.svelte';
import de from './de.json';
import en from './en.json';
import fr from './fr.json';
import it from './it.json';

const FILES: Record<string, Record<string, string>> = { it, en, de, fr };

describe.each(KIOSK_LANGUAGES)('the kiosk’s words in %s', (language) => {
  const words = FILES[language] ?? {};

  test('are there for every key, and for no other', () => {
    expect(Object.keys(words).toSorted()).toEqual(Object.keys(it).toSorted());
  });

  test('ask for the same particulars as the first language', () => {
    for (const [key, text] of Object.entries(it))
      expect(particulars(words[key] ?? ''), key).toEqual(particulars(text));
  });

  test('are never empty, never say invalid, never use the typewriter apostrophe', () => {
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim(), key).not.toBe('');
      expect(text, key).not.toMatch(/\binvalid|non valid|ungültig|'/i);
    }
  });

  test('are short: no sentence that nobody reads standing', () => {
    for (const [key, text] of Object.entries(words)) {
      if (key.endsWith('.title')) expect(text.length, key).toBeLessThanOrEqual(48);
      expect(
        text.split(/[.!?:] /).every((sentence) => sentence.split(' ').length <= 32),
        key,
      ).toBe(true);
    }
  });
});

test('a count is put into words as the language wants it', () => {
  expect(kioskWords.say('phone.left', { count: 1 }, 'de')).toBe('Noch 1 Versuch.');
  expect(kioskWords.say('phone.left', { count: 2 }, 'fr')).toBe('Encore 2 essais.');
});
