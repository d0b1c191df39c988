// A keypad for tests: what a browser does with a key beside telling the page.

import { fireEvent } from '@testing-library/svelte';

/** Presses `key` where the focus is. */
export async function press(key: string, held: KeyboardEventInit = {}): Promise<void> {
  const place = document.activeElement ?? document.body;
  const goesOn = await fireEvent.keyDown(place, { key, ...held });
  if (!goesOn) return;
  const isButton = place instanceof HTMLButtonElement;
  const isBox = place instanceof HTMLInputElement && place.type === 'checkbox';
  if ((isButton && (key === 'Enter' || key === ' ')) || (isBox && key === ' '))
    await fireEvent.click(place);
}

/** Types `text` into the line that has the focus. */
export async function type(text: string): Promise<void> {
  const line = document.activeElement;
  if (!(line instanceof HTMLInputElement)) throw new Error('no line has the focus');
  for (const sign of text) {
    await press(sign);
    await fireEvent.input(line, { target: { value: line.value + sign } });
  }
}

/** Walks with the arrow until `testid` has the focus. */
export async function arrowTo(testid: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    if ((document.activeElement as HTMLElement | null)?.dataset['testid'] === testid) return;
    await press('ArrowDown');
  }
  throw new Error(`the arrow never reaches ${testid}`);
}
