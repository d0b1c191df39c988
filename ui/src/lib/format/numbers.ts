// Whole numbers in the words of a language.

import { words } from '$lib/i18n/index.svelte';

/** `200 000`, as the language groups it. */
export const number = (value: number): string => new Intl.NumberFormat(words.tag).format(value);

/** The same where there is little room: from ten thousand on, thousands. */
export const shortNumber = (value: number): string =>
  value < 10_000 ? number(value) : `${Math.floor(value / 1000)}k`;
