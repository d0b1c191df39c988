// The real kiosk: commands and events of the shell, by name.

import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Answered } from './backend';
import type { KioskBackend } from './kiosk';
import type { KioskView } from './bindings';
import { answered } from './safe';
import { say, silence } from './voice';

const act = (command: string, args: Record<string, unknown> = {}): Answered<KioskView> =>
  answered(() => invoke<KioskView>(command, args));

export const tauriKiosk: KioskBackend = {
  state: () => act('kiosk_state'),
  begin: () => act('kiosk_begin'),
  chooseLanguage: (language) => act('kiosk_choose_language', { language }),
  findRequest: (code) => act('kiosk_find_request', { code }),
  startNew: () => act('kiosk_start_new'),
  newRequest: (form) => act('kiosk_new_request', { form }),
  devicesReady: () => act('kiosk_devices_ready'),
  consent: (privacy, authenticity) => act('kiosk_consent', { privacy, authenticity }),
  takeNow: () => act('kiosk_take_now'),
  retake: (piece) => act('kiosk_retake', { piece }),
  keep: () => act('kiosk_keep'),
  phone: (number) => act('kiosk_phone', { number }),
  code: (code) => act('kiosk_code', { code }),
  beginFace: () => act('kiosk_begin_face'),
  back: () => act('kiosk_back'),
  submit: () => act('kiosk_submit'),
  stop: () => act('kiosk_stop'),
  callStaff: () => act('kiosk_call_staff'),
  inPerson: () => act('kiosk_in_person'),
  moreTime: () => act('kiosk_more_time'),
  touched: () => act('kiosk_touched'),
  close: (pin) => act('kiosk_close', { pin }),
  selfTest: () => act('kiosk_self_test'),

  preview(source, onframe) {
    const channel = new Channel<ArrayBuffer>(onframe);
    shown = channel;
    inTurn(() => invoke('kiosk_preview', { channel, source }));
    return () => {
      channel.onmessage = () => undefined;
      // A preview that has begun since is not this one's to end.
      if (shown === channel) inTurn(() => invoke('kiosk_preview_stop'));
    };
  },

  speak(text, language) {
    invoke('kiosk_speak', { text, language }).catch(() => say(text, language));
  },
  hush() {
    invoke('kiosk_hush').catch(silence);
  },

  listen(changed) {
    const end = listen<{ view: KioskView }>('kiosk-changed', ({ payload }) =>
      changed(payload.view),
    );
    return () => void end.then((stop) => stop());
  },
};

/** The preview that was asked for last. */
let shown: Channel<ArrayBuffer> | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** Begins and ends previews in the order in which it is asked. One that does
 * not come shows by itself, and stops nothing. */
function inTurn(call: () => Promise<unknown>): void {
  turn = turn.then(call).catch(() => undefined);
}
