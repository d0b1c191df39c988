// Which words belong to what the core says.

import type { FaceAction, Hint, Piece, Tilt } from '$lib/ipc/kiosk-types';
import { isKey, type KioskKey } from '$lib/i18n/kiosk/index.svelte';

export const hintKey = (hint: Hint): KioskKey => `hint.${hint}`;
export const tiltKey = (tilt: Tilt): KioskKey => `tilt.${tilt}`;
export const actionKey = (action: FaceAction): KioskKey => `face.${action}`;
export const pieceKey = (piece: Piece): KioskKey => `piece.${piece}`;

/** The words for a problem with a new request. */
export function newProblemKey(problem: string): KioskKey {
  const key = `new.problem.${problem}`;
  return isKey(key) ? key : 'new.problem.other';
}

/** The words for a check of the self test, where it has any. */
export function checkKey(check: string): KioskKey | null {
  const key = `check.${check}`;
  return isKey(key) ? key : null;
}
