import archivo from '@fontsource-variable/archivo/files/archivo-latin-wdth-normal.woff2?url'
import type { MetaFunction } from '@remix-run/react'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from '@remix-run/react'
import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/server-runtime'
import type { ReactNode } from 'react'
import { ApiProvider } from './api/client.tsx'
import styles from './app.css?url'
import { RouteError } from './features/shell/index.ts'
import { useNonce } from './nonce.ts'
import { isMac, MacProvider } from './ui/keyboard/use-mac.ts'
import { Toasts } from './ui/overlays/toasts.tsx'
import { TooltipProvider } from './ui/overlays/tooltip.tsx'
import { THEME_SCRIPT, themeOfCookies } from './ui/theme/theme.ts'

export const links: LinksFunction = () => [
  { rel: 'preload', href: archivo, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' },
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export const meta: MetaFunction = () => [{ title: 'PyFlare' }]

export function loader({ request }: LoaderFunctionArgs) {
  return {
    theme: themeOfCookies(request.headers.get('cookie')),
    mac: isMac(request.headers.get('user-agent')),
  }
}

export function shouldRevalidate() {
  return false
}

export function Layout({ children }: { children: ReactNode }) {
  const { theme = 'system', mac = false } = useRouteLoaderData<typeof loader>('root') ?? {}
  const nonce = useNonce()
  return (
    <html lang="en" data-theme-choice={theme} data-theme={theme === 'dark' ? 'dark' : 'light'} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: it is our own text, and must run before the first paint.
          dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }}
        />
        <Meta />
        <Links />
      </head>
      <body>
        <MacProvider value={mac}>
          <TooltipProvider>{children}</TooltipProvider>
        </MacProvider>
        <Toasts />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function App() {
  return (
    <ApiProvider>
      <Outlet />
    </ApiProvider>
  )
}

export function ErrorBoundary() {
  return <RouteError whole />
}
