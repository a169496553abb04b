/** An item that is not kept, by its place in the request, and the sentence that the client is told. */
export interface Rejection {
  index: number
  reason: string
  /** What is known of it, as JSON; '' where nothing is. */
  sample: string
}

/** How many items were mended, by how. */
export type Mended = ReadonlyMap<string, number>

/** What a stage makes of a batch. Stages are pure: a batch in, what is kept and what is not out, in the batch's order. */
export interface Staged<Item> {
  kept: Item[]
  rejections: Rejection[]
  mended?: Mended
}

/** An item on its way through the stages, with its place in the request. */
export interface Indexed {
  index: number
}

/** Runs `each` over a batch; a text that it returns is the reason why the item is not kept. */
export function stageEach<In, Out extends object>(
  batch: readonly In[],
  each: (item: In, place: number) => Out | string,
  indexOf: (item: In, place: number) => number,
  sampleOf: (item: In) => string = () => '',
): Staged<Out> {
  const kept: Out[] = []
  const rejections: Rejection[] = []
  for (const [place, item] of batch.entries()) {
    const result = each(item, place)
    if (typeof result === 'string')
      rejections.push({ index: indexOf(item, place), reason: result, sample: sampleOf(item) })
    else kept.push(result)
  }
  return { kept, rejections }
}

/** What several parts of a request mended. */
export function addMended(sum: Map<string, number>, more: Mended | undefined): void {
  if (more !== undefined) for (const [how, count] of more) sum.set(how, (sum.get(how) ?? 0) + count)
}
