// How the scripted back end shows what it holds.

import type { CaseView, QueueRow, StartState } from '../bindings';
import type { Story } from './cases';

export function startOf(scene: string): StartState {
  switch (scene) {
    case 'signIn':
      return { kind: 'signedOut', lastUserName: 'operatore.uno' };
    case 'firstOperator':
      return { kind: 'firstOperator', minimumLength: 10 };
    case 'choosePassphrase':
      return { kind: 'choosePassphrase', minimumLength: 12 };
    case 'unlock':
      return { kind: 'enterPassphrase' };
    case 'keyring':
      return { kind: 'keyringLocked' };
    case 'damaged':
      return {
        kind: 'storeUnusable',
        error: { code: 'storeDamaged', params: { path: 'sportello.db' } },
      };
    default:
      return {
        kind: 'signedIn',
        operator: {
          id: 'op1',
          userName: 'operatore.uno',
          displayName: 'Operatore Uno',
          role: 'administrator',
          raoUserName: 'rao.uno',
          raoId: '1400',
        },
      };
  }
}

export function claim(story: Story): CaseView['claim'] {
  if (story.claimedBy === null) return { kind: 'none' };
  return story.claimedBy === 'me' ? { kind: 'mine' } : { kind: 'other', name: 'Operatore Due' };
}

export const COLLEAGUES: CaseView['colleagues'] = [
  { id: 'op2', name: 'Operatore Due', role: 'rao' },
  { id: 'op3', name: 'Responsabile Uno', role: 'administrator' },
];

export const stamp = (story: Story): CaseView['stamp'] =>
  story.claimedBy === 'me' ? { lease: `lease-${story.id}`, version: story.version } : null;

/** A case waits half a working day for its decision. */
export function due(story: Story): QueueRow['due'] {
  if (story.onHold) return null;
  if (story.state !== 'waitingForReview' && story.state !== 'validated') return null;
  const at = Date.parse(story.receivedAt) + 4 * 3_600_000 - 150 * 60_000;
  return {
    at: new Date(at).toISOString(),
    leftMinutes: Math.round((at - Date.now()) / 60_000),
  };
}

export function row(story: Story): QueueRow {
  const { assessment } = story;
  const found = assessment.kind === 'done' ? assessment.report : null;
  const count = (answer: string) =>
    found?.checks.filter((check) => check.answer === answer).length ?? 0;
  return {
    id: story.id,
    centralKey: story.centralKey,
    subject: story.subject,
    documentType: story.fields.find(({ name }) => name === 'documentType')?.declared ?? null,
    state: story.state,
    stateAsReceived: story.stateAsReceived,
    createdAt: story.createdAt,
    receivedAt: story.receivedAt,
    due: due(story),
    onHold: story.onHold,
    claim: claim(story),
    assessment: found && {
      verdict: found.verdict,
      score: found.face.kind === 'compared' ? found.face.score : null,
      level: found.face.kind === 'compared' ? found.face.level : null,
      no: count('no'),
      notAssessable: count('notAssessable'),
    },
    progress: assessment.kind === 'running' ? assessment.progress : null,
    problems: story.evidence.filter(({ problem }) => problem !== null).length,
    delivery: story.decisions.at(-1)?.delivery ?? null,
  };
}
