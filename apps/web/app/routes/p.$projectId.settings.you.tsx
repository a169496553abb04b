import type { MetaFunction } from '@remix-run/react'
import { SettingsFrame, YouPage } from '~/features/settings/index.ts'
import { useShell } from '~/features/shell/index.ts'

export const meta: MetaFunction = () => [{ title: 'Account · PyFlare' }]

export default function YouRoute() {
  return (
    <SettingsFrame here="Account">
      <YouPage person={useShell().person} />
    </SettingsFrame>
  )
}
