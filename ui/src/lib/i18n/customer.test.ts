import { expect, test } from 'vitest';
import { REASONS } from '$lib/ipc/memory/texts';
import { CUSTOMER_LANGUAGES, customerSentence } from './customer';

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
