/** Items of one part: few enough to go through the stages while nobody waits for long. */
const MAX_ITEMS = 48
/** How long the items of a part may take to decode. */
const MAX_MS = 10

/** The items in parts, in their order. A part is decoded when it is asked for. */
export function* partsOf<Item>(items: Iterable<Item>): Generator<Item[]> {
  let part: Item[] = []
  let startedAtMs = performance.now()
  for (const item of items) {
    part.push(item)
    if (part.length < MAX_ITEMS && performance.now() - startedAtMs < MAX_MS) continue
    yield part
    part = []
    startedAtMs = performance.now()
  }
  if (part.length > 0) yield part
}
