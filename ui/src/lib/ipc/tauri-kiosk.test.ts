import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, test, vi } from 'vitest';
import { tauriKiosk } from './tauri-kiosk';

afterEach(() => {
  clearMocks();
  vi.unstubAllGlobals();
});

type Call = [string, Record<string, unknown>];

/** Notes what the shell is asked, and answers with `answer`. */
function shell(answer: (command: string) => unknown = () => ({ screen: { kind: 'welcome' } })) {
  const calls: Call[] = [];
  mockIPC((command, args) => {
    calls.push([command, args as Record<string, unknown>]);
    return answer(command);
  });
  return calls;
}

test.each([
  ['kiosk_state', {}, () => tauriKiosk.state()],
  ['kiosk_begin', {}, () => tauriKiosk.begin()],
  ['kiosk_choose_language', { language: 'de' }, () => tauriKiosk.chooseLanguage('de')],
  ['kiosk_find_request', { code: '41230' }, () => tauriKiosk.findRequest('41230')],
  ['kiosk_consent', { privacy: true, authenticity: false }, () => tauriKiosk.consent(true, false)],
  ['kiosk_retake', { piece: 'selfie' }, () => tauriKiosk.retake('selfie')],
  ['kiosk_phone', { number: '+39 1' }, () => tauriKiosk.phone('+39 1')],
  ['kiosk_code', { code: '1' }, () => tauriKiosk.code('1')],
  ['kiosk_close', { pin: '258025' }, () => tauriKiosk.close('258025')],
] as const)('%s takes its arguments by name', async (command, args, ask) => {
  const calls = shell();
  expect((await ask()).status).toBe('ok');
  expect(calls).toEqual([[command, args]]);
});

test('an error of the shell keeps its code, any other is a bug', async () => {
  shell(() => {
    throw { code: 'tooManyAttempts', params: { seconds: '30' } };
  });
  expect(await tauriKiosk.close('1')).toMatchObject({ error: { code: 'tooManyAttempts' } });
  shell(() => {
    throw new Error('gone');
  });
  expect(await tauriKiosk.begin()).toMatchObject({ error: { code: 'internal' } });
});

test('previews begin and end in the order in which they are asked', async () => {
  const calls = shell(() => null);
  const endFace = tauriKiosk.preview('face', () => undefined);
  endFace();
  const endDocument = tauriKiosk.preview('document', () => undefined);
  endFace();
  endDocument();
  await vi.waitFor(() => expect(calls).toHaveLength(4));
  expect(calls.map(([command, args]) => [command, args['source']])).toEqual([
    ['kiosk_preview', 'face'],
    ['kiosk_preview_stop', undefined],
    ['kiosk_preview', 'document'],
    ['kiosk_preview_stop', undefined],
  ]);
});

test('a shell without a voice leaves speaking to the webview', async () => {
  const speak = vi.fn();
  vi.stubGlobal('speechSynthesis', { speak, cancel: vi.fn() });
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      lang = '';
      constructor(readonly text: string) {}
    },
  );
  shell(() => {
    throw new Error('not found');
  });
  tauriKiosk.speak('Buongiorno', 'it');
  await vi.waitFor(() => expect(speak).toHaveBeenCalledOnce());
  expect(speak.mock.calls[0]?.[0]).toMatchObject({ text: 'Buongiorno', lang: 'it' });
});
