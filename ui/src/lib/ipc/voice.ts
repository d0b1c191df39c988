// The voice that a webview may have of its own.

import type { KioskLanguage } from './bindings';

/** Says `text`, and ends what was being said. */
export function say(text: string, language: KioskLanguage): void {
  if (typeof speechSynthesis === 'undefined') return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(text);
  said.lang = language;
  speechSynthesis.speak(said);
}

/** Ends what is being said. */
export function silence(): void {
  if (typeof speechSynthesis !== 'undefined') speechSynthesis.cancel();
}
