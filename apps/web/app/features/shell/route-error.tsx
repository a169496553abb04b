import { isRouteErrorResponse, useLocation, useRevalidator, useRouteError } from '@remix-run/react'
import RotateCcw from 'lucide-react/icons/rotate-ccw'
import { Button } from '~/ui/controls/button.tsx'
import { ButtonLink } from '~/ui/controls/button-link.tsx'
import { CopyButton } from '~/ui/controls/copy-button.tsx'
import { ListState } from '~/ui/lists/list-state.tsx'
import { Logo } from '~/ui/marks/logo.tsx'
import { describeError } from './describe-error.ts'

/** What stands in a page's place when it could not be made: which part, why, and the way on. */
export function RouteError({ whole = false }: { whole?: boolean }) {
  const error = useRouteError()
  const { pathname, search } = useLocation()
  const revalidator = useRevalidator()
  const { kind, title, reason, status } = describeError(
    isRouteErrorResponse(error) ? { status: error.status, data: error.data } : error,
  )
  const details = () => `${status ?? 'error'} ${pathname}${search}\n${title}. ${reason}`
  const Region = whole ? 'main' : 'div'
  return (
    <Region className={whole ? 'grid min-h-dvh place-items-center p-6' : 'page'}>
      <div>
        {whole && (
          <a href="/" className="-ml-[5px] mb-6 inline-block" aria-label="PyFlare">
            <Logo size={28} />
          </a>
        )}
        <ListState
          level={1}
          kind={kind}
          title={title}
          reason={reason}
          actions={
            kind === 'failed' ? (
              <>
                <Button
                  variant="primary"
                  icon={RotateCcw}
                  disabled={revalidator.state === 'loading'}
                  onClick={() => revalidator.revalidate()}
                >
                  Try again
                </Button>
                <CopyButton variant="quiet" text={details} label="Copy details" />
              </>
            ) : (
              <ButtonLink variant="primary" to="/">
                Go to your traces
              </ButtonLink>
            )
          }
        />
      </div>
    </Region>
  )
}
