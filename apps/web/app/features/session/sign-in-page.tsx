import { Logo } from '~/ui/marks/logo.tsx'
import { OwnerForm } from './owner-form.tsx'
import { SampleWaterfall } from './sample-waterfall.tsx'
import { SignInForm } from './sign-in-form.tsx'

interface SignInPageProps {
  /** Nobody has an account yet: the first visitor makes the owner's. */
  ownerMissing: boolean
  next: string
  host: string
}

export function SignInPage({ ownerMissing, next, host }: SignInPageProps) {
  return (
    <div className="sign-in">
      <main className="sign-in-side">
        <div className="sign-in-brand">
          <Logo size={28} />
          PyFlare
        </div>
        {ownerMissing ? <OwnerForm next={next} /> : <SignInForm next={next} host={host} />}
      </main>
      <aside className="sign-in-picture" aria-hidden="true">
        <SampleWaterfall />
      </aside>
    </div>
  )
}
