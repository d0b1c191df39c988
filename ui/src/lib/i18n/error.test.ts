import { beforeEach, expect, test } from 'vitest';
import { errorWords } from './error';
import { words } from './index.svelte';

beforeEach(() => (words.locale = 'en'));

test('an error says what happened and what to do', () => {
  const said = errorWords({ code: 'tooManyAttempts', params: { seconds: '30' } });
  expect(said).toEqual({ what: 'Too many attempts.', todo: 'Try again in 30 seconds.' });
});

test('a particular that is missing leaves a gap, not a crash', () => {
  expect(errorWords({ code: 'engineFile', params: {} }).what).toBe(
    'A file of the engine is missing or altered: ',
  );
});

test('the words follow the language', () => {
  words.locale = 'it';
  expect(errorWords({ code: 'offline', params: {} }).what).toBe(
    'L’API centrale non è raggiungibile.',
  );
});
