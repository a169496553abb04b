import Check from 'lucide-react/icons/check'
import ChevronDown from 'lucide-react/icons/chevron-down'
import { Select as RadixSelect } from 'radix-ui'
import { Icon } from '../icon.tsx'

interface SelectProps<Value extends string> {
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string }[]
  /** Given by `Field`; alone, `label` names it. */
  id?: string
  label?: string
  /** More than its label says, under the pointer. */
  title?: string
  /** In a row of buttons rather than a form. */
  compact?: boolean
  disabled?: boolean
}

/** One of many. Values are not empty: say `any` for no choice. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onChange, options, id, label, title, compact, disabled } = props
  return (
    <RadixSelect.Root value={value} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
      <RadixSelect.Trigger id={id} aria-label={label} title={title} className={compact ? 'btn' : 'field'}>
        <RadixSelect.Value>{options.find((option) => option.value === value)?.label}</RadixSelect.Value>
        <span className="flex-1" />
        <Icon of={ChevronDown} size={12} className="text-3" />
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content className="menu" position="popper" sideOffset={4}>
          <RadixSelect.Viewport>
            {options.map((option) => (
              <RadixSelect.Item key={option.value} value={option.value} className="menu-item">
                <span className="grid w-3.5 place-items-center">
                  <RadixSelect.ItemIndicator>
                    <Icon of={Check} />
                  </RadixSelect.ItemIndicator>
                </span>
                <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  )
}
