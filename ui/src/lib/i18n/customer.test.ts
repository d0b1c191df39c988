import { expect, test } from 'vitest';
import { PIECE_REASONS, REASONS } from '$lib/ipc/memory/texts';
import { CUSTOMER_LANGUAGES, customerSentence, pieceSentence } from './customer';

test('every reason has a sentence of its own for the customer in every language', () => {
  const sentences = new Set<string>();
  for (const language of CUSTOMER_LANGUAGES) {
    for (const { code } of REASONS) {
      const sentence = customerSentence(language, code, 'definitive');
      expect(sentence, `${language} ${code}`).not.toMatch(/undefined|'|\{/);
      sentences.add(sentence);
    }
  }
  expect(sentences.size).toBe(CUSTOMER_LANGUAGES.length * REASONS.length);
});

test('every piece and every reason to ask for it again has a sentence in every language', () => {
  const sentences = new Set<string>();
  const ways = PIECE_REASONS.flatMap(({ code, pieces }) =>
    pieces.map((piece) => ({ code, piece })),
  );
  for (const language of CUSTOMER_LANGUAGES) {
    for (const { code, piece } of ways) {
      const sentence = pieceSentence(language, piece, code);
      expect(sentence, `${language} ${piece} ${code}`).not.toMatch(/undefined|'|\{/);
      sentences.add(sentence);
    }
  }
  expect(sentences.size).toBe(CUSTOMER_LANGUAGES.length * ways.length);
});
