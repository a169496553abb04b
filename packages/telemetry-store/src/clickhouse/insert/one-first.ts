/**
 * Runs the first work of a key alone, and all further at once: the server keeps a schema that it is given in a file, and
 * two who bring it the same one for the first time get in each other's way. Where the first fails, the next is first.
 */
export function oneFirst<Key>(): (key: Key, work: () => Promise<void>) => Promise<void> {
  const firsts = new Map<Key, Promise<boolean>>()
  return async (key, work) => {
    for (let first = firsts.get(key); first !== undefined; first = firsts.get(key)) {
      if (await first) return work()
      if (firsts.get(key) === first) firsts.delete(key)
    }
    const done = work()
    firsts.set(
      key,
      done.then(
        () => true,
        () => false,
      ),
    )
    return done
  }
}
