// How states, verdicts and deliveries look: one picture, one word, one tone.

import BadgeCheck from '@lucide/svelte/icons/badge-check';
import Ban from '@lucide/svelte/icons/ban';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import CircleHelp from '@lucide/svelte/icons/circle-question-mark';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import CloudOff from '@lucide/svelte/icons/cloud-off';
import Eye from '@lucide/svelte/icons/eye';
import KeyRound from '@lucide/svelte/icons/key-round';
import Loader from '@lucide/svelte/icons/loader';
import Pause from '@lucide/svelte/icons/pause';
import Send from '@lucide/svelte/icons/send';
import Undo from '@lucide/svelte/icons/undo-2';
import Video from '@lucide/svelte/icons/video';
import { t } from '$lib/i18n/index.svelte';
import type { CaseState, CheckView, DeliveryView, Level, Presence, Verdict } from '$lib/ipc';

export type Tone = 'neutral' | 'ok' | 'warn' | 'bad' | 'accent';

export interface Look {
  tone: Tone;
  icon: typeof Clock;
  text: string;
}

export function verdictLook(verdict: Verdict): Look {
  const text = t(`verdict.${verdict}`);
  switch (verdict) {
    case 'accepted':
      return { tone: 'ok', icon: CircleCheck, text };
    case 'rejected':
      return { tone: 'bad', icon: CircleX, text };
    case 'inconclusive':
      return { tone: 'warn', icon: CircleHelp, text };
    case 'failed':
      return { tone: 'warn', icon: CircleAlert, text };
  }
}

export function answerLook({ answer, reason }: CheckView): Look {
  if (reason.code === 'notRequested') {
    return { tone: 'neutral', icon: CircleMinus, text: t('answer.notRequested') };
  }
  const text = t(`answer.${answer}`);
  switch (answer) {
    case 'yes':
      return { tone: 'ok', icon: CircleCheck, text };
    case 'no':
      return { tone: 'bad', icon: CircleX, text };
    case 'notAssessable':
      return { tone: 'warn', icon: CircleHelp, text };
  }
}

export function presenceLook(presence: Presence): Look {
  const text = t(`presence.${presence}`);
  switch (presence) {
    case 'found':
      return { tone: 'ok', icon: CircleCheck, text };
    case 'missing':
      return { tone: 'bad', icon: CircleX, text };
    case 'notAssessable':
      return { tone: 'neutral', icon: CircleMinus, text };
  }
}

export function levelTone(level: Level): Tone {
  switch (level) {
    case 'high':
      return 'ok';
    case 'medium':
      return 'warn';
    case 'low':
    case 'verylow':
      return 'bad';
  }
}

export function stateLook(state: CaseState, received: string | null): Look {
  const text = state === 'unknown' && received !== null ? received : t(`state.${state}`);
  switch (state) {
    case 'capturing':
      return { tone: 'neutral', icon: Video, text };
    case 'incomplete':
      return { tone: 'warn', icon: CircleAlert, text };
    case 'captureFailed':
      return { tone: 'bad', icon: CircleAlert, text };
    case 'waitingForReview':
      return { tone: 'neutral', icon: Eye, text };
    case 'validated':
      return { tone: 'accent', icon: BadgeCheck, text };
    case 'approved':
      return { tone: 'ok', icon: CircleCheck, text };
    case 'refused':
      return { tone: 'bad', icon: CircleX, text };
    case 'cancelled':
      return { tone: 'neutral', icon: Ban, text };
    case 'unknown':
      return { tone: 'warn', icon: CircleHelp, text };
  }
}

export const onHoldLook = (): Look => ({
  tone: 'neutral',
  icon: Pause,
  text: t('state.onHold'),
});

export function deliveryLook(delivery: DeliveryView): Look {
  switch (delivery.kind) {
    case 'waiting': {
      const text = t(`delivery.waiting.${delivery.waitingFor}`);
      switch (delivery.waitingFor) {
        case 'undo':
          return { tone: 'neutral', icon: Undo, text };
        case 'connection':
          return { tone: 'warn', icon: CloudOff, text };
        case 'raoCredentials':
          return { tone: 'warn', icon: KeyRound, text };
        case 'turn':
          return { tone: 'neutral', icon: Clock, text };
      }
    }
    // falls through: every case above returns
    case 'sending':
      return { tone: 'neutral', icon: Send, text: t('delivery.sending') };
    case 'delivered':
      return { tone: 'ok', icon: CircleCheck, text: t('delivery.delivered') };
    case 'failed':
      return { tone: 'bad', icon: CircleAlert, text: t('delivery.failed') };
  }
}

export const RUNNING: Omit<Look, 'text'> = { tone: 'neutral', icon: Loader };
