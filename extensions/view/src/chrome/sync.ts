// Views that move together, from one to the other within the page: no way through the kernel.

import type { Ends } from "./dom.ts";
import type { CameraState, PlayerState, ViewportPort } from "./ports.ts";
import type { Selection } from "./selection.ts";
import type { Group, State } from "./state.ts";

interface Member {
  camera(camera: CameraState): void;
  player(player: PlayerState): void;
  selection(node: number | null): void;
}

type Groups = Map<string, Set<Member>>;

/** All views of the page, whatever bundle they came with. */
function groups(): Groups {
  const page = globalThis as { __threedkit_groups?: Groups };
  return (page.__threedkit_groups ??= new Map());
}

/** Follow the other views of this one's groups, and lead them. */
export function synchronise(viewport: ViewportPort, state: State, selection: Selection, ends: Ends): void {
  let told = false; // what another view has said is not passed on
  const quietly = (act: () => void): void => {
    told = true;
    try {
      act();
    } finally {
      told = false;
    }
  };
  const me: Member = {
    camera: (camera) => quietly(() => viewport.setCamera(camera)),
    player: ({ time, playing, speed, loop }) => quietly(() => viewport.setPlayer({ time, playing, speed, loop })),
    selection: (node) => selection.follow(node),
  };
  let mine: Group[] = [];
  const leave = (): void => {
    for (const { id } of mine) {
      const members = groups().get(id);
      members?.delete(me);
      if (members?.size === 0) groups().delete(id);
    }
  };
  const tell = (what: "camera" | "time" | "selection", act: (member: Member) => void): void => {
    if (told) return;
    for (const group of mine) {
      if (group[what]) groups().get(group.id)?.forEach((member) => member !== me && act(member));
    }
  };
  ends.add(
    state.watch("groups", (now) => {
      leave();
      mine = now;
      for (const { id } of mine) groups().set(id, (groups().get(id) ?? new Set()).add(me));
    }),
    viewport.on("camera", ({ camera }) => tell("camera", (member) => member.camera(camera))),
    viewport.on("player", (player) => tell("time", (member) => member.player(player))), // each runs its own clock
    selection.onChoice((node) => tell("selection", (member) => member.selection(node))),
    leave,
  );
}
