/** An item that is not kept, by its place in the request, and the sentence that the client is told. */
export interface Rejection {
  index: number
  reason: string
  /** What is known of it, as JSON. */
  sample?: string
}

/** What a stage makes of a batch. Stages are pure: a batch in, what is kept and what is not out, in the batch's order. */
export interface Staged<Item> {
  kept: Item[]
  rejections: Rejection[]
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
): Staged<Out> {
  const kept: Out[] = []
  const rejections: Rejection[] = []
  for (const [place, item] of batch.entries()) {
    const result = each(item, place)
    if (typeof result === 'string') rejections.push({ index: indexOf(item, place), reason: result })
    else kept.push(result)
  }
  return { kept, rejections }
}
