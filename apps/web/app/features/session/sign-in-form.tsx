import { type FormEvent, useState } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { Field } from '~/ui/controls/field.tsx'
import { PasswordInput } from '~/ui/controls/password-input.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import { Note } from '~/ui/layout/note.tsx'
import { useHydrated } from '~/ui/use-hydrated.ts'
import { signIn } from './sign-in.ts'

interface SignInFormProps {
  next: string
  host: string
}

export function SignInForm({ next, host }: SignInFormProps) {
  const [wrong, setWrong] = useState<string>()
  const [missing, setMissing] = useState({ email: false, password: false })
  const [busy, setBusy] = useState(false)
  const hydrated = useHydrated()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const [email, password] = ['email', 'password'].map((name) => String(new FormData(form).get(name) ?? ''))
    const left = { email: email?.trim() === '', password: password === '' }
    setMissing(left)
    if (left.email || left.password) {
      form.querySelector<HTMLInputElement>(left.email ? '[name="email"]' : '[name="password"]')?.focus()
      return
    }
    setBusy(true)
    const problem = await signIn(email?.trim() ?? '', password ?? '')
    if (problem === undefined) return window.location.assign(next)
    setWrong(problem)
    setBusy(false)
  }
  return (
    <form className="sign-in-form" method="post" noValidate onSubmit={submit}>
      <div>
        <h1>Sign in</h1>
        <p className="ell text-2">{host}</p>
      </div>
      {wrong && <Note tone="error">{wrong}</Note>}
      <Field label="E-mail" error={missing.email ? 'Your e-mail address is missing.' : undefined}>
        {(control) => <TextInput {...control} type="email" name="email" autoComplete="username" required autoFocus />}
      </Field>
      <Field label="Password" error={missing.password ? 'Your password is missing.' : undefined}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" required />}
      </Field>
      <Button type="submit" variant="primary" size="large" disabled={busy || !hydrated} className="mt-1">
        {busy ? 'Signing in' : 'Sign in'}
      </Button>
      <p className="text-12 text-3">No account? Ask the owner of this PyFlare.</p>
    </form>
  )
}
