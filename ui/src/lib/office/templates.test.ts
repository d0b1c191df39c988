// The templates of declaration and contract: previews, mistakes, the folder.

import { cleanup, fireEvent, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { memoryBackend } from '$lib/ipc/memory';
import { Templates as State } from '$lib/state/templates.svelte';
import Settings from '../../routes/(office)/settings/+page.svelte';
import { show, signedIn } from '../../test/desk';
import Templates from './Templates.svelte';

// There is no painter here.
vi.mock('./pdf', () => ({
  openPdf: () => ({ pages: Promise.resolve([]), close: () => undefined }),
}));

async function broken() {
  const desk = await signedIn();
  const scene = new URLSearchParams({ scene: 'desk', delay: '0', template: 'broken' });
  const templates = new State(memoryBackend(scene));
  Object.assign(desk, { templates });
  show(desk, Templates, () => ({}));
  return templates;
}

test('a mistake is told with its file and line, before an operator meets it', async () => {
  await broken();
  const told = await screen.findByTestId('template-problem-declaration');
  expect(told.textContent).toContain('declaration.typ, riga 52: unclosed delimiter');
  expect(screen.queryByTestId('template-problem-contract')).toBeNull();
});

test('what was mended is read again', async () => {
  const templates = await broken();
  await screen.findByTestId('template-problem-declaration');
  const load = vi.spyOn(templates, 'load');
  await fireEvent.click(screen.getByTestId('template-reload'));
  expect(load).toHaveBeenCalledOnce();
});

test('each template can be seen in each language', async () => {
  const desk = await signedIn();
  show(desk, Templates, () => ({}));
  await screen.findByText('/srv/sportello/models/templates');
  await fireEvent.click(screen.getByTestId('template-en'));
  await vi.waitFor(() => expect(desk.templates.busy).toBe(false));
  expect(desk.templates.language).toBe('en');
});

test('an answer that another question has overtaken is dropped', async () => {
  const backend = memoryBackend(new URLSearchParams({ delay: '0' }));
  const templates = new State(backend);
  const first = templates.load('it');
  templates.clear();
  await first;
  expect(templates.view).toBeUndefined();
});

test('only who looks after the desk sees the templates', async () => {
  const desk = await signedIn();
  show(desk, Settings, () => ({}));
  expect(screen.getByTestId('templates')).toBeTruthy();
  cleanup();
  const operator = desk.start.operator;
  vi.spyOn(desk.start, 'operator', 'get').mockReturnValue(operator && { ...operator, role: 'rao' });
  show(desk, Settings, () => ({}));
  expect(screen.queryByTestId('templates')).toBeNull();
});
