import { afterEach, expect, test, vi } from 'vitest';
import type { KioskBackend } from '$lib/ipc';
import { Preview, type Decode, type Picture } from './preview.svelte';

afterEach(() => vi.restoreAllMocks());

/** A busy machine is no failing test. */
const PATIENT = { timeout: 60_000 };

/** A frame whose JPEG is as many bytes long as its number says. */
function frame(sequence: number): ArrayBuffer {
  const whole = new ArrayBuffer(8 + sequence);
  new DataView(whole).setUint32(0, sequence, true);
  return whole;
}

/** A decoder that finishes when it is told to, and remembers what it closed. */
function slowDecoder() {
  const pending: (() => void)[] = [];
  const closed: number[] = [];
  const decode: Decode = async (jpeg) => {
    await new Promise<void>((go) => pending.push(go));
    return { width: jpeg.size, height: 1, close: () => closed.push(jpeg.size) };
  };
  const finish = async () => {
    await vi.waitFor(() => expect(pending).not.toHaveLength(0), PATIENT);
    pending.shift()?.();
  };
  return { decode, finish, closed };
}

const drawn: number[] = [];
const draw = (picture: Picture) => void drawn.push(picture.width);

test('while one frame is decoded, only the newest of the others waits', async () => {
  drawn.length = 0;
  const { decode, finish, closed } = slowDecoder();
  const preview = new Preview(draw, decode);
  const all = [1, 2, 3, 4].map((sequence) => preview.receive(frame(sequence)));
  await finish();
  await finish();
  await Promise.all(all);
  expect(drawn).toEqual([1, 4]);
  expect(preview.dropped).toBe(2);
  expect(closed).toEqual([1, 4]);
  expect(preview.live).toBe(true);
});

test('a frame older than what is shown is not drawn', async () => {
  drawn.length = 0;
  const preview = new Preview(draw, async () => ({ width: 1, height: 1, close: () => undefined }));
  await preview.receive(frame(7));
  await preview.receive(frame(6));
  expect(drawn).toHaveLength(1);
  expect(preview.dropped).toBe(1);
});

test('a broken frame stops nothing', async () => {
  drawn.length = 0;
  let calls = 0;
  const preview = new Preview(draw, async () => {
    calls += 1;
    if (calls === 1) throw new Error('no JPEG');
    return { width: 2, height: 1, close: () => undefined };
  });
  await preview.receive(frame(1));
  await preview.receive(new ArrayBuffer(4));
  await preview.receive(frame(2));
  expect(drawn).toEqual([2]);
});

test('what comes after the end is closed, not drawn', async () => {
  drawn.length = 0;
  const { decode, finish, closed } = slowDecoder();
  const preview = new Preview(draw, decode);
  let send: (frame: ArrayBuffer) => void = () => undefined;
  const ended = vi.fn();
  const backend = {
    preview: (_source, onframe) => {
      send = onframe;
      return ended;
    },
  } as Partial<KioskBackend> as KioskBackend;
  const end = preview.start(backend, 'face');
  send(frame(1));
  end();
  await finish();
  await vi.waitFor(() => expect(closed).toEqual([1]), PATIENT);
  expect(drawn).toEqual([]);
  expect(ended).toHaveBeenCalledOnce();
});
