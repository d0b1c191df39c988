// What the customer reads after a refusal, or when a piece is asked for again,
// in the customer's language. The
// window's own languages have these sentences among their messages.

import type { Finality, KioskPiece, PieceReasonCode, RefusalCode } from '$lib/ipc';
import de from './customer/de.json';
import fr from './customer/fr.json';
import en from './en.json';
import it from './it.json';

export const CUSTOMER_LANGUAGES = ['it', 'en', 'de', 'fr'] as const;
export type CustomerLanguage = (typeof CUSTOMER_LANGUAGES)[number];

type CustomerKey =
  | `refusal.${RefusalCode}.customer`
  | `finality.${Finality}.customer`
  | `piece.${KioskPiece}.customer`
  | `pieceReason.${PieceReasonCode}.customer`;

const MESSAGES: Record<CustomerLanguage, Record<CustomerKey, string>> = { it, en, de, fr };

/** The sentences of a refusal. */
export const customerSentence = (
  language: CustomerLanguage,
  reason: RefusalCode,
  finality: Finality,
): string =>
  `${MESSAGES[language][`refusal.${reason}.customer`]} ${MESSAGES[language][`finality.${finality}.customer`]}`;

/** The sentences for a piece that is asked for again. */
export const pieceSentence = (
  language: CustomerLanguage,
  piece: KioskPiece,
  reason: PieceReasonCode,
): string =>
  `${MESSAGES[language][`piece.${piece}.customer`]} ${MESSAGES[language][`pieceReason.${reason}.customer`]}`;
