// Documents and reasons of the scripted back end.

import type { KioskPiece, PieceReasonView, RefusalReasonView } from '../bindings';

const reason = (
  code: RefusalReasonView['code'],
  usualFinality: RefusalReasonView['usualFinality'],
): RefusalReasonView => ({ code, usualFinality, needsText: code === 'other' });

export const REASONS: RefusalReasonView[] = [
  reason('documentExpired', 'repeatable'),
  reason('documentUnreadable', 'repeatable'),
  reason('documentNotAccepted', 'repeatable'),
  reason('documentSuspicious', 'definitive'),
  reason('documentLostOrStolen', 'definitive'),
  reason('dataMismatch', 'repeatable'),
  reason('taxCodeMismatch', 'repeatable'),
  reason('faceMismatch', 'definitive'),
  reason('faceNotVisible', 'repeatable'),
  reason('videoUnusable', 'repeatable'),
  reason('livenessDoubtful', 'definitive'),
  reason('thirdParty', 'definitive'),
  reason('underage', 'definitive'),
  reason('other', 'repeatable'),
];

const PICTURES: KioskPiece[] = [
  'documentFront',
  'documentRear',
  'healthCardFront',
  'healthCardRear',
  'selfie',
];
const PIECES: KioskPiece[] = [...PICTURES, 'face'];

const pieceReason = (
  code: PieceReasonView['code'],
  pieces: PieceReasonView['pieces'],
): PieceReasonView => ({ code, pieces, needsText: code === 'other' });

export const PIECE_REASONS: PieceReasonView[] = [
  pieceReason('blurred', PIECES),
  pieceReason('glare', PICTURES),
  pieceReason('tooDark', PIECES),
  pieceReason('cutOff', PIECES),
  pieceReason('covered', PIECES),
  pieceReason('wrongPiece', PIECES),
  pieceReason('faceNotVisible', ['selfie', 'face']),
  pieceReason('movementsMissing', ['face']),
  pieceReason('unplayable', ['face']),
  pieceReason('other', PIECES),
];

export function declarationText(subject: string): string[] {
  return [
    'Dichiarazione di avvenuta identificazione',
    'Il sottoscritto Operatore Uno, in qualita di Registration Authority Officer (RAO 1400),',
    'dichiara di aver identificato con certezza il titolare della richiesta:',
    '',
    `Titolare: ${subject}`,
    'Documento: carta di identita CA00000AA, Comune di Roma, scadenza 06/05/2032',
    'Modalita: video identificazione differita, con revisione di immagini e video.',
    '',
    'Dichiara inoltre di aver verificato la corrispondenza tra il volto della persona e la',
    'fotografia del documento, la validita del documento e la coerenza dei dati dichiarati.',
    '',
    'Specimen senza valore legale.',
  ];
}

const CLAUSE =
  'Il Titolare dichiara di aver letto e accettato le condizioni generali del servizio specimen.';

export const CONTRACT: string[][] = [
  [
    'Contratto per il servizio di certificazione',
    ...Array.from({ length: 30 }, (_, index) => `${index + 1}. ${CLAUSE}`),
  ],
  [
    'Condizioni particolari',
    ...Array.from({ length: 18 }, (_, index) => `${index + 31}. ${CLAUSE}`),
  ],
];
