import { useMutation } from '@tanstack/react-query'
import { TRPCClientError } from '@trpc/client'
import { type FormEvent, useRef, useState } from 'react'
import { useApi } from '~/api/client.tsx'
import { Button } from '~/ui/controls/button.tsx'
import { Field } from '~/ui/controls/field.tsx'
import { PasswordInput } from '~/ui/controls/password-input.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import { Note } from '~/ui/layout/note.tsx'
import { useHydrated } from '~/ui/use-hydrated.ts'
import { type OwnerProblems, ownerProblems, PASSWORD_RULE, readOwnerFields } from './owner-fields.ts'
import { signIn } from './sign-in.ts'

/** The first visit: makes the owner's account, its organization and first project, and signs in. */
export function OwnerForm({ next }: { next: string }) {
  const { form, submit, problems, wrong, busy } = useOwnerForm(next)
  const hydrated = useHydrated()
  return (
    <form ref={form} className="sign-in-form" method="post" noValidate onSubmit={submit}>
      <div>
        <h1>Create the owner</h1>
        <p className="text-2">Nobody has an account here yet. Yours may do everything, and lets others in later.</p>
      </div>
      {wrong && <Note tone="error">{wrong}</Note>}
      <Field label="Name" error={problems.name}>
        {(control) => <TextInput {...control} name="name" autoComplete="name" required maxLength={100} autoFocus />}
      </Field>
      <Field label="E-mail" error={problems.email}>
        {(control) => <TextInput {...control} type="email" name="email" autoComplete="username" required />}
      </Field>
      <Field label="Password" hint={PASSWORD_RULE} error={problems.password}>
        {(control) => <PasswordInput {...control} name="password" autoComplete="new-password" required />}
      </Field>
      <Button type="submit" variant="primary" size="large" disabled={busy || !hydrated} className="mt-1">
        {busy ? 'Creating the account' : 'Create the owner'}
      </Button>
    </form>
  )
}

/** Says what is wrong beside its field, and leads to the first of them; what is wrong with no field stands above. */
function useOwnerForm(next: string) {
  const create = useMutation(useApi().session.createOwner.mutationOptions())
  const form = useRef<HTMLFormElement>(null)
  const [problems, setProblems] = useState<OwnerProblems>({})
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const show = (found: OwnerProblems, sentence?: string) => {
    setProblems(found)
    setWrong(sentence)
    setBusy(false)
    const [first] = Object.keys(found)
    form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus()
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = readOwnerFields(new FormData(event.currentTarget))
    const found = ownerProblems(fields)
    if (Object.keys(found).length > 0) return show(found)
    setBusy(true)
    try {
      await create.mutateAsync(fields)
    } catch (error) {
      const refused = refusedFields(error)
      return Object.keys(refused).length > 0 ? show(refused) : show({}, messageOf(error))
    }
    const problem = await signIn(fields.email, fields.password)
    if (problem !== undefined) return show({}, problem)
    window.location.assign(next)
  }
  return { form, submit, problems, wrong, busy }
}

function refusedFields(error: unknown): OwnerProblems {
  const refused = error instanceof TRPCClientError ? (error.data?.refused as { path: string; message: string }[]) : []
  const fields = (refused ?? []).filter(({ path }) => ['name', 'email', 'password'].includes(path))
  return Object.fromEntries(fields.map(({ path, message }) => [path, message]))
}

function messageOf(error: unknown): string {
  if (error instanceof TRPCClientError && error.data) return error.message
  return 'The account was not made: the server did not answer. Check the connection and try again.'
}
