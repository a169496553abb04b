import { forwardRef, type InputHTMLAttributes, type ReactNode } from 'react'

interface TextInputProps extends InputHTMLAttributes<HTMLInputElement> {
  /** Inside the field, before what is typed: an icon. */
  leading?: ReactNode
  /** Inside the field, after it: a unit, a button. */
  trailing?: ReactNode
  fieldClassName?: string
}

export const TextInput = forwardRef<HTMLInputElement, TextInputProps>(function TextInput(
  { leading, trailing, fieldClassName = '', type = 'text', ...rest },
  ref,
) {
  return (
    <span className={`field ${fieldClassName}`} data-invalid={rest['aria-invalid'] || undefined}>
      {leading}
      <input {...rest} ref={ref} type={type} />
      {trailing}
    </span>
  )
})
