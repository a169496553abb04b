const LONGEST = 40

/** A project's name as the name of a service: nothing in it can mean something to a shell or a program. */
export function serviceNameOf(project: string): string {
  const name = project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST)
  return name === '' ? 'my-app' : name
}
