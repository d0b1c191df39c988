// The words of the kiosk: ICU messages from one file a language, with keys
// that the compiler knows. A component that calls `k` follows the language.

import { IntlMessageFormat } from 'intl-messageformat';
import type { KioskLanguage } from '$lib/ipc/bindings';
import de from './de.json';
import en from './en.json';
import fr from './fr.json';
import it from './it.json';

export type KioskKey = keyof typeof it;
export type KioskParams = Record<string, string | number>;

const MESSAGES: Record<KioskLanguage, Record<KioskKey, string>> = { it, en, de, fr };
const TAGS: Record<KioskLanguage, string> = { it: 'it-IT', en: 'en-GB', de: 'de-DE', fr: 'fr-FR' };

export const KIOSK_LANGUAGES: readonly KioskLanguage[] = ['it', 'en', 'de', 'fr'];

class KioskWords {
  language = $state<KioskLanguage>('it');
  #compiled = new Map<string, IntlMessageFormat>();

  /** The tag for `Intl`: European dates in English too. */
  get tag(): string {
    return TAGS[this.language];
  }

  say(key: KioskKey, params?: KioskParams, language = this.language): string {
    const id = `${language}:${key}`;
    let message = this.#compiled.get(id);
    if (message === undefined) {
      message = new IntlMessageFormat(MESSAGES[language][key], TAGS[language]);
      this.#compiled.set(id, message);
    }
    return String(message.format(params));
  }
}

export const kioskWords = new KioskWords();

/** The words of `key` in the language of the session. */
export const k = (key: KioskKey, params?: KioskParams): string => kioskWords.say(key, params);

/** Whether there are words for `key`: for names that come from outside. */
export const isKey = (key: string): key is KioskKey => key in it;
