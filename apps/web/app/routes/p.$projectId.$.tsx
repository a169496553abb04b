import { RouteError, TopBar } from '~/features/shell/index.ts'

/** An address below a project that leads nowhere keeps the ways to its places. */
export function loader(): never {
  throw Response.json({ message: 'The address may be mistyped, or the page is of another version.' }, { status: 404 })
}

export default function Nowhere() {
  return null
}

export function ErrorBoundary() {
  return (
    <>
      <TopBar />
      <RouteError />
    </>
  )
}
