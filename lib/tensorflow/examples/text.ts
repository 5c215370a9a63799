/** What transformer.ts learns to write. */
export const text =
  `The harbour wakes before the town. At four the first lamp is \
lit in the house of the pilot, and by five the boats have gone out past the pier \
to where the cod are. The gulls know it. They sit on the roof of the ice house, \
and when the ropes are cast off they rise all together, and the harbour is white \
with them for as long as it takes to count to ten.

The children of the town can tell the boats by the sound of their engines. The \
old boat of the pilot coughs. The red boat hums. The boat of the two brothers \
makes no sound at all when the wind is from the sea, and so the children say that \
it is sailed by ghosts, and the two brothers have never told them that it is not.

At noon the boats come home. The fish are put on ice, the ropes are laid in \
rings, the nets are hung on the wall of the ice house to dry, and the gulls sit \
on the roof above them and wait. Nobody is in a hurry now. The pilot sits on the \
pier and looks at the sea as if it were a book that he has read many times and \
likes to open again in the middle.

In the evening the wind turns. It comes down from the hills and smells of hay, \
and the boats turn with it, all together, until their bows point to the town, as \
if they too were waiting for somebody to light a lamp.
`;
