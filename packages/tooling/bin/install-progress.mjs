/**
 * Reads what `npm ci --loglevel=http` says, line by line, and tells in words how far it is. npm asks about every package before it
 * fetches the first: for some twenty seconds next to nothing is fetched, and yet nothing hangs.
 *
 * @param {number} wanted How many packages will be there in the end.
 * @returns {(line: string) => { isTold: boolean, progress: string }} `isTold`: the line is for this alone, and is no output.
 */
export function installProgress(wanted) {
  const answers = new Set()
  const fetched = new Set()
  return (line) => {
    const address = /^npm http (?:fetch GET \d+|cache) (\S+)/.exec(line)?.[1]
    if (address !== undefined) (/\.tgz(@|$)/.test(address) ? fetched : answers).add(address)
    return { isTold: line.startsWith('npm http'), progress: inWords(answers.size, fetched.size, wanted) }
  }
}

function inWords(answers, fetched, wanted) {
  if (answers + fetched === 0) return 'asking the registry where the packages lie'
  if (fetched >= wanted) return 'all fetched, unpacking'
  const share = `${fetched} of ${wanted} fetched`
  return fetched > wanted / 50 ? share : `asking the registry where the packages lie (${answers} answers), ${share}`
}
