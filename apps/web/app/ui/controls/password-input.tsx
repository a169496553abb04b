import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import { forwardRef, type InputHTMLAttributes, useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { TextInput } from './text-input.tsx'

/** A password that its owner can look at while typing. */
export const PasswordInput = forwardRef<HTMLInputElement, InputHTMLAttributes<HTMLInputElement>>(
  function PasswordInput(props, ref) {
    const [shown, setShown] = useState(false)
    return (
      <TextInput
        {...props}
        ref={ref}
        type={shown ? 'text' : 'password'}
        fieldClassName="pr-1!"
        trailing={
          <IconButton
            size="small"
            icon={shown ? EyeOff : Eye}
            label={shown ? 'Hide password' : 'Show password'}
            pressed={shown}
            onClick={() => setShown(!shown)}
          />
        }
      />
    )
  },
)
