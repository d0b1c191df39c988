// The words of the window: ICU messages from one file a language, with keys
// that the compiler knows. A component that calls `t` follows the language.

import { IntlMessageFormat } from 'intl-messageformat';
import en from './en.json';
import it from './it.json';

export type Locale = 'it' | 'en';
export type MessageKey = keyof typeof it;
export type Params = Record<string, string | number>;

const MESSAGES: Record<Locale, Record<MessageKey, string>> = { it, en };

class Words {
  locale = $state<Locale>('it');
  #compiled = new Map<string, IntlMessageFormat>();

  /** The tag for `Intl`: European dates in English too. */
  get tag(): string {
    return this.locale === 'it' ? 'it-IT' : 'en-GB';
  }

  say(key: MessageKey, params?: Params): string {
    const id = `${this.locale}:${key}`;
    let message = this.#compiled.get(id);
    if (message === undefined) {
      message = new IntlMessageFormat(MESSAGES[this.locale][key], this.tag);
      this.#compiled.set(id, message);
    }
    return String(message.format(params));
  }
}

export const words = new Words();

/** The words of `key` in the language of the window. */
export const t = (key: MessageKey, params?: Params): string => words.say(key, params);
