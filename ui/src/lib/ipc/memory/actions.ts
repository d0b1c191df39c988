// What may be done with a case in the scripted back end.

import type { Actions, Blocker } from '../bindings';
import type { Story } from './cases';

export function actions(story: Story, documentsShown: boolean, online: boolean): Actions {
  const open = story.state === 'waitingForReview' || story.state === 'validated';
  const held: Blocker | null =
    story.claimedBy === 'me'
      ? null
      : story.claimedBy === 'colleague'
        ? 'claimedByOther'
        : 'notClaimed';
  const last = story.decisions.at(-1);
  const undoable = last?.undoUntil != null && Date.parse(last.undoUntil) > Date.now();
  const decided: Blocker | null = open
    ? null
    : story.state === 'unknown' || story.state === 'incomplete'
      ? 'notInReview'
      : 'decided';
  const aside: Blocker | null = story.onHold ? 'onHold' : null;
  const { gaps } = story.checklist;
  const checked: Blocker | null =
    gaps.length === 0
      ? null
      : gaps.some(({ against }) => against)
        ? 'checklistAgainst'
        : 'checklistIncomplete';
  const validated: Blocker | null = story.state === 'waitingForReview' ? 'notValidated' : decided;
  return {
    claim:
      decided ??
      (story.claimedBy === 'me' ? 'alreadyClaimed' : held === 'notClaimed' ? null : held),
    release: held ?? decided,
    takeOver:
      decided ??
      (story.claimedBy === 'colleague'
        ? null
        : story.claimedBy === 'me'
          ? 'alreadyClaimed'
          : 'notClaimed'),
    handOver: decided ?? held,
    hold: decided ?? held ?? aside,
    resume: decided ?? held ?? (story.onHold ? null : 'notOnHold'),
    review: decided ?? held,
    validate:
      decided ??
      held ??
      aside ??
      (story.assessment.kind === 'running'
        ? 'checksRunning'
        : story.state === 'validated'
          ? 'notInReview'
          : checked),
    refuse: decided ?? held ?? aside,
    askAgain:
      decided ??
      held ??
      aside ??
      (story.state === 'validated' ? 'decided' : story.retries.left === 0 ? 'retriesUsedUp' : null),
    documents: validated ?? held ?? (online ? null : 'offline'),
    approve: validated ?? held ?? checked ?? (documentsShown ? null : 'documentsNotShown'),
    undo: undoable ? null : 'nothingToUndo',
    export: null,
  };
}
