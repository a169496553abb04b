import { RouteError } from '~/features/shell/index.ts'

/** An address that leads nowhere is a route too, so that its page has what the root loads: the theme that was chosen. */
export function loader(): never {
  throw notFound()
}

export function action(): never {
  throw notFound()
}

function notFound(): Response {
  return Response.json({ message: 'The address may be mistyped, or the page is of another version.' }, { status: 404 })
}

export default function Nowhere() {
  return null
}

export function ErrorBoundary() {
  return <RouteError whole />
}
