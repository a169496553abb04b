/** What the first visitor fills in. */
export interface OwnerFields {
  name: string
  email: string
  password: string
}

/** What is wrong with a field and how to mend it. */
export type OwnerProblems = Partial<Record<keyof OwnerFields, string>>

/** As packages/domain has it, of which a browser loads nothing. */
export const PASSWORD_LENGTH = { least: 10, most: 128 }

export const PASSWORD_RULE = `At least ${PASSWORD_LENGTH.least} characters.`

export function readOwnerFields(form: FormData): OwnerFields {
  const text = (name: keyof OwnerFields) => String(form.get(name) ?? '')
  return { name: text('name').trim(), email: text('email').trim(), password: text('password') }
}

/** What keeps the fields from being sent; {} when nothing does. */
export function ownerProblems({ name, email, password }: OwnerFields): OwnerProblems {
  return {
    ...(name === '' && { name: 'Your name is missing.' }),
    ...emailProblem(email),
    ...passwordProblem(password),
  }
}

function emailProblem(email: string): OwnerProblems {
  if (email === '') return { email: 'Your e-mail address is missing.' }
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
    ? {}
    : { email: 'This is no e-mail address. One looks like ann@example.org.' }
}

function passwordProblem(password: string): OwnerProblems {
  const { least, most } = PASSWORD_LENGTH
  const { length } = password
  if (length === 0) return { password: 'A password is missing.' }
  if (length < least) return { password: `The password has ${length} of the ${least} characters that it needs.` }
  return length <= most ? {} : { password: `The password has ${length} characters; ${most} is the most.` }
}
