import { RadioGroup } from 'radix-ui'
import { Icon, type IconShape } from '../icon.tsx'

interface SegmentedProps<Value extends string> {
  /** What is chosen here, for those who do not see it. */
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string; icon?: IconShape }[]
  size?: 'small' | 'medium'
}

/** One of a few: arrows move the choice. */
export function Segmented<Value extends string>({
  label,
  value,
  onChange,
  options,
  size = 'medium',
}: SegmentedProps<Value>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      orientation="horizontal"
      className={size === 'small' ? 'seg seg-small' : 'seg'}
    >
      {options.map((option) => (
        <RadioGroup.Item key={option.value} value={option.value}>
          {option.icon && <Icon of={option.icon} />}
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
