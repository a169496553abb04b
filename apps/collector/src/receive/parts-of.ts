/** Items of one part: few enough to go through the stages while nobody waits for long. */
const MAX_ITEMS = 48
/** How long the items of a part may take to decode. */
const MAX_MS = 10
/** Of items that are not decoded yet: what takes about as long. */
const MAX_BYTES = 256 * 1024

/** The items in parts, in their order. A part is decoded when it is asked for; `bytesOf` tells how much of an item is still to be. */
export function* partsOf<Item>(items: Iterable<Item>, bytesOf: (item: Item) => number = () => 0): Generator<Item[]> {
  let part: Item[] = []
  let bytes = 0
  let startedAtMs = performance.now()
  for (const item of items) {
    part.push(item)
    bytes += bytesOf(item)
    if (part.length < MAX_ITEMS && bytes < MAX_BYTES && performance.now() - startedAtMs < MAX_MS) continue
    yield part
    part = []
    bytes = 0
    startedAtMs = performance.now()
  }
  if (part.length > 0) yield part
}
