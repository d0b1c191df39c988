// Decisions and where they bring a case.

import type { AskedView, CaseState, DecisionView, RefusalView } from '../bindings';

/** How long a decision can be taken back. */
export const UNDO_MS = 10_000;

export const STATE_AFTER: Record<DecisionView['outcome'], CaseState> = {
  validate: 'validated',
  approve: 'approved',
  refuse: 'refused',
  askAgain: 'incomplete',
};

interface Particulars {
  form: RefusalView | null;
  asked: AskedView | null;
  online: boolean;
}

/** A decision of now: a validation has arrived at once where there is a connection. */
export function decisionOf(
  id: string,
  outcome: DecisionView['outcome'],
  { form, asked, online }: Particulars,
): DecisionView {
  const at = new Date().toISOString();
  const validated = outcome === 'validate';
  return {
    id,
    outcome,
    at,
    operator: 'Operatore Uno',
    refusal: form && { reason: form.reason, text: form.text, finality: form.finality },
    asked,
    undoUntil: validated ? null : new Date(Date.now() + UNDO_MS).toISOString(),
    delivery:
      validated && online
        ? { kind: 'delivered', at }
        : {
            kind: 'waiting',
            waitingFor: online ? 'undo' : 'connection',
            attempts: 0,
            nextAttemptAt: null,
          },
  };
}
