// Which words belong to what the core says.

import type {
  FaceAction,
  KioskHint,
  KioskPiece,
  PieceReasonCode,
  TiltView,
} from '$lib/ipc/bindings';
import { isKey, k, type KioskKey } from '$lib/i18n/kiosk/index.svelte';

export const hintKey = (hint: KioskHint): KioskKey => `hint.${hint}`;
export const tiltKey = (tilt: TiltView): KioskKey => `tilt.${tilt}`;
export const actionKey = (action: FaceAction): KioskKey => `face.${action}`;
export const pieceKey = (piece: KioskPiece): KioskKey => `piece.${piece}`;
export const againKey = (reason: PieceReasonCode): KioskKey => `again.${reason}`;

/** The words for a problem with a new request. */
export function newProblemKey(problem: string): KioskKey {
  const key = `new.problem.${problem}`;
  return isKey(key) ? key : 'new.problem.other';
}

/** What a check of the self test is called; its name, where there are no words. */
export function checkWords(check: string): string {
  const key = `check.${check}`;
  return isKey(key) ? k(key) : check;
}

/** What was found by `check`: a code in words, a measurement as it is. */
export function detailWords(check: string, detail: string): string {
  if (check === 'certificate' && /^-?\d+$/.test(detail))
    return k('test.days', { days: Number(detail) });
  const kind = check === 'light' ? 'light' : check.endsWith('Camera') ? 'device' : 'test.found';
  const key = `${kind}.${detail}`;
  return isKey(key) ? k(key) : detail;
}
