import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useApi } from '~/api/client.tsx'
import { Button } from '~/ui/controls/button.tsx'
import { Field } from '~/ui/controls/field.tsx'
import { PasswordInput } from '~/ui/controls/password-input.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import { Note } from '~/ui/layout/note.tsx'
import { signIn } from './sign-in.ts'

const SHORTEST_PASSWORD = 10

/** The first visit: makes the owner's account, its organization and first project, and signs in. */
export function OwnerForm({ next }: { next: string }) {
  const create = useMutation(useApi().session.createOwner.mutationOptions())
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [name, email, password] = ['name', 'email', 'password'].map((field) => String(form.get(field)))
    setBusy(true)
    const problem = await create
      .mutateAsync({ name: name ?? '', email: (email ?? '').trim(), password: password ?? '' })
      .then(() => signIn((email ?? '').trim(), password ?? ''), reasonOf)
    if (problem === undefined) return window.location.assign(next)
    setWrong(problem)
    setBusy(false)
  }
  return (
    <form className="sign-in-form" method="post" onSubmit={submit}>
      <div>
        <h1>Create the owner</h1>
        <p className="text-2">Nobody has an account here yet. Yours may do everything, and lets others in later.</p>
      </div>
      {wrong && <Note tone="error">{wrong}</Note>}
      <Field label="Name">
        {(control) => <TextInput {...control} name="name" autoComplete="name" required maxLength={100} autoFocus />}
      </Field>
      <Field label="E-mail">
        {(control) => <TextInput {...control} type="email" name="email" autoComplete="username" required />}
      </Field>
      <Field label="Password" hint="Ten characters at least.">
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            autoComplete="new-password"
            required
            minLength={SHORTEST_PASSWORD}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="large" disabled={busy} className="mt-1">
        {busy ? 'Creating the account' : 'Create the owner'}
      </Button>
    </form>
  )
}

function reasonOf(error: Error): string {
  return error.message.startsWith('[') ? 'The e-mail address or the password can’t be used.' : error.message
}
