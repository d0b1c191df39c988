// What the keys of the desk do with the evidence of a case.

import type { Action } from '$lib/keys';
import type { Sight } from './sight.svelte';

/** What can be done at the moment; without a recording its keys do nothing. */
export function sightKeys(sight: Sight): Partial<Record<Action, (() => void) | undefined>> {
  const { stage, player } = sight;
  const compared = stage.comparing;
  return {
    pieceAfter: () => stage.step(1),
    pieceBefore: () => stage.step(-1),
    zoomIn: stage.zoomIn,
    zoomOut: stage.zoomOut,
    fit: stage.fit,
    moveLeft: () => stage.look(-1, 0),
    moveRight: () => stage.look(1, 0),
    moveUp: () => stage.look(0, -1),
    moveDown: () => stage.look(0, 1),
    turnLeft: () => stage.turn(-1),
    turnRight: () => stage.turn(1),
    boxes: compared ? undefined : sight.toggleBoxes,
    magnifier: compared ? undefined : () => (stage.magnifying = !stage.magnifying),
    adjust: () => (stage.adjusting = !stage.adjusting),
    link: compared ? undefined : () => (stage.linked = !stage.linked),
    alone: () => stage.enlarge(stage.focus),
    apart: compared ? undefined : sight.apart,
    compare: sight.portrait !== undefined && sight.selfie !== undefined ? sight.compare : undefined,
    wipe: compared ? stage.overlay.flip : undefined,
    ...(stage.video?.url == null
      ? {}
      : {
          play: player.toggle,
          frameBefore: () => player.step(-1),
          frameAfter: () => player.step(1),
          loop: () => (player.loop = !player.loop),
          keepFrame: sight.keepFrame,
        }),
    ...(sight.moments.length === 0
      ? {}
      : {
          markBefore: () => sight.stepMoment(-1),
          markAfter: () => sight.stepMoment(1),
        }),
  };
}
