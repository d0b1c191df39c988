// What the customer reads after a refusal, in the customer's language. The
// window's own languages have these sentences among their messages.

import type { Finality, RefusalCode } from '$lib/ipc';
import de from './customer/de.json';
import fr from './customer/fr.json';
import en from './en.json';
import it from './it.json';

export const CUSTOMER_LANGUAGES = ['it', 'en', 'de', 'fr'] as const;
export type CustomerLanguage = (typeof CUSTOMER_LANGUAGES)[number];

type CustomerKey = `refusal.${RefusalCode}.customer` | `finality.${Finality}.customer`;

const MESSAGES: Record<CustomerLanguage, Record<CustomerKey, string>> = { it, en, de, fr };

/** The sentences of a refusal. */
export const customerSentence = (
  language: CustomerLanguage,
  reason: RefusalCode,
  finality: Finality,
): string =>
  `${MESSAGES[language][`refusal.${reason}.customer`]} ${MESSAGES[language][`finality.${finality}.customer`]}`;
