// The evidence on screen: what was seen is drawn on it and joined with the
// review, and what one does to pictures holds for all of them.

import { fireEvent, screen } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import Evidence from '$lib/evidence/Evidence.svelte';
import ReviewPane from '$lib/office/ReviewPane.svelte';
import type { Desk } from '$lib/state/desk.svelte';
import { show, signedIn } from '../../test/desk';
import { Sight } from './sight.svelte';

let desk: Desk;
let sight: Sight;

/** Nothing is painted here: pictures load when the test says so. */
async function loaded(): Promise<void> {
  for (const image of document.querySelectorAll('figure img')) await fireEvent.load(image);
}

beforeEach(async () => {
  desk = await signedIn('desk', 'en');
  await desk.review.open('1');
  sight = new Sight();
  const view = () => ({ view: desk.review.view });
  show(desk, Evidence as never, () => ({ sight, panes: 'test', ...view() }), sight);
  show(desk, ReviewPane as never, view, sight);
  await loaded();
});

const row = (name: string) => screen.getByTestId(name);
const box = (subject: string) => screen.queryByTestId(`box-${subject}`);

test('what was read is drawn, and named for those who do not see it', () => {
  expect(box('field:surname')?.getAttribute('aria-label')).toBe('Surname: Rossi');
  expect(box('feature:photo')).not.toBeNull();
});

test('pointing at a datum marks its box, and pointing at the box its datum', async () => {
  await fireEvent.pointerEnter(row('field-surname'));
  expect(box('field:surname')?.classList).toContain('pointed');
  await fireEvent.pointerLeave(row('field-surname'));
  expect(box('field:surname')?.classList).not.toContain('pointed');
  await fireEvent.pointerEnter(box('field:surname') as HTMLElement);
  expect(row('field-surname').hasAttribute('data-pointed')).toBe(true);
});

test('the keyboard joins datum and box as the pointer does', async () => {
  screen.getByTestId('field-seen-surname-visualZone').focus();
  await expect.poll(() => box('field:surname')?.classList).toContain('pointed');
  box('field:documentNumber')?.focus();
  await expect.poll(() => row('field-documentNumber').hasAttribute('data-pointed')).toBe(true);
  expect(row('field-surname').hasAttribute('data-pointed')).toBe(false);
});

test('pressing a box goes to its datum', async () => {
  await fireEvent.click(box('field:birthDate') as HTMLElement);
  await expect.poll(() => row('field-birthDate').contains(document.activeElement)).toBe(true);
});

test('the source of a reading shows where it was read', async () => {
  await fireEvent.click(screen.getByTestId('field-seen-taxCode-visualZone'));
  await loaded();
  expect(sight.stage.piece('left')?.kind).toBe('documentRear');
  // Printed, and in the bar code.
  expect(screen.getAllByTestId('box-field:taxCode')).toHaveLength(2);
});

test('with boxes away only what is pointed at is drawn', async () => {
  await fireEvent.click(screen.getByTestId('boxes'));
  expect(box('field:surname')).toBeNull();
  await fireEvent.pointerEnter(row('field-surname'));
  expect(box('field:surname')).not.toBeNull();
});

test('a check opens what it was seen in', async () => {
  await fireEvent.click(screen.getByTestId('look-livenessDetected'));
  expect(sight.player.time).toBe(2.4);
  await fireEvent.click(screen.getByTestId('look-notFaceSpoofing'));
  await fireEvent.click(screen.getByTestId('look-notFaceSpoofing'));
  expect(box('check:notFaceSpoofing')?.closest('[data-testid="viewer-right"]')).not.toBeNull();
});

test('the bar of the recording has a marker for every moment, with its words', async () => {
  sight.player.duration = 8;
  const markers = await screen.findAllByTestId('moment');
  expect(markers.map((marker) => marker.dataset.at)).toEqual(['2.4', '6.1']);
  expect(markers[1]?.getAttribute('aria-label')).toContain('the pattern of a screen');
  await fireEvent.click(markers[1] as HTMLElement);
  expect(sight.player.time).toBe(6.1);
  await fireEvent.click(screen.getByTestId('mark-before'));
  expect(sight.player.time).toBe(2.4);
});

test('contrast, gray and negative hold for both pictures and the recording, and stay', async () => {
  sight.stage.contrast = 180;
  sight.stage.gray = true;
  sight.stage.inverted = true;
  await fireEvent.click(screen.getByTestId('evidence-documentRear'));
  const filters = [...document.querySelectorAll<HTMLElement>('figure img, video')].map(
    ({ style }) => style.filter,
  );
  expect(filters).toEqual(Array(3).fill('contrast(180%) grayscale(1) invert(1)'));
});

test('the lens follows the pointer and shows the picture as it is adjusted', async () => {
  sight.stage.inverted = true;
  await fireEvent.click(screen.getByTestId('magnifier'));
  expect(screen.queryByTestId('lens')).toBeNull();
  const frame = screen.getByTestId('viewer-left').querySelector('.frame') as HTMLElement;
  await fireEvent.pointerMove(frame, { clientX: 40, clientY: 10 });
  const lens = screen.getByTestId('lens');
  expect(lens.querySelector('img')?.style.filter).toBe('invert(1)');
  await fireEvent.pointerLeave(frame);
  expect(screen.queryByTestId('lens')).toBeNull();
});

test('faces lie over each other, and the slider wipes or blends them', async () => {
  await fireEvent.click(screen.getByTestId('compare-faces'));
  const layer = screen.getByTestId('compare-layer');
  await fireEvent.input(screen.getByTestId('compare-share'), { target: { value: '30' } });
  expect(layer.style.clipPath).toBe('inset(0 0 0 70%)');
  await fireEvent.click(screen.getByTestId('compare-blend'));
  expect([layer.style.clipPath, layer.style.opacity]).toEqual(['none', '0.3']);
  expect(screen.queryByTestId('viewer-left')).toBeNull();
  await fireEvent.click(screen.getByTestId('compare-align'));
  expect(screen.getByTestId('compare').dataset.asks).toBe('portrait');
});
