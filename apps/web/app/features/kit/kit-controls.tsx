import Columns3 from 'lucide-react/icons/columns-3'
import Copy from 'lucide-react/icons/copy'
import Plus from 'lucide-react/icons/plus'
import Search from 'lucide-react/icons/search'
import { useState } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { Checkbox } from '~/ui/controls/checkbox.tsx'
import { CopyButton } from '~/ui/controls/copy-button.tsx'
import { Field } from '~/ui/controls/field.tsx'
import { IconButton } from '~/ui/controls/icon-button.tsx'
import { Kbd } from '~/ui/controls/kbd.tsx'
import { PasswordInput } from '~/ui/controls/password-input.tsx'
import { Segmented } from '~/ui/controls/segmented.tsx'
import { Select } from '~/ui/controls/select.tsx'
import { Tabs } from '~/ui/controls/tabs.tsx'
import { TextInput } from '~/ui/controls/text-input.tsx'
import { Icon } from '~/ui/icon.tsx'
import { KitBlock } from './kit-block.tsx'

export function KitControls() {
  return (
    <>
      <KitBlock title="Buttons" detail="28 px, 36 px on touch">
        <Buttons />
      </KitBlock>
      <KitBlock title="Fields" detail="32 px; a label, a hint, an error">
        <Fields />
      </KitBlock>
      <KitBlock title="Choices" detail="arrows move them">
        <Choices />
      </KitBlock>
      <KitBlock title="Tabs" detail="the address holds which is open">
        <SampleTabs />
      </KitBlock>
    </>
  )
}

function Buttons() {
  const [pressed, setPressed] = useState(true)
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button variant="primary" icon={Plus}>
        Create key
      </Button>
      <Button>Compare</Button>
      <Button variant="quiet" icon={Columns3}>
        Columns
      </Button>
      <Button variant="danger">Delete</Button>
      <Button disabled>Share</Button>
      <Button variant="quiet" pressed={pressed} onClick={() => setPressed(!pressed)}>
        Pressed
      </Button>
      <Button size="small">Small</Button>
      <Button size="large">Large</Button>
      <IconButton icon={Copy} label="Copy" keys="c" />
      <CopyButton text="pf" />
      <span className="text-12 text-2">
        <Kbd keys="g t" /> <Kbd keys="⌘K" />
      </span>
    </div>
  )
}

function Fields() {
  const [model, setModel] = useState('any')
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Name" hint="The app that will use it.">
        {(control) => <TextInput {...control} defaultValue="returns-agent" />}
      </Field>
      <Field label="Keep for" error="From 1 to 3,650 days.">
        {(control) => <TextInput {...control} defaultValue="0" trailing={<span className="field-unit">days</span>} />}
      </Field>
      <Field label="Password">{(control) => <PasswordInput {...control} defaultValue="correct horse" />}</Field>
      <Field label="Model">
        {(control) => (
          <Select
            id={control.id}
            value={model}
            onChange={setModel}
            options={[
              { value: 'any', label: 'Any model' },
              { value: 'a', label: 'claude-sonnet-4-5' },
              { value: 'b', label: 'gpt-4.1-mini' },
            ]}
          />
        )}
      </Field>
      <TextInput aria-label="Find" placeholder="Find" leading={<Icon of={Search} className="text-3" />} />
      <TextInput aria-label="Not to be changed" defaultValue="disabled" disabled />
    </div>
  )
}

function Choices() {
  const [unit, setUnit] = useState('count')
  const [checked, setChecked] = useState(true)
  const options = ['count', 'errors', 'cost'].map((value) => ({ value, label: value }))
  return (
    <div className="flex flex-wrap items-start gap-6">
      <Segmented label="Unit" value={unit} onChange={setUnit} options={options} />
      <Segmented label="Unit, small" size="small" value={unit} onChange={setUnit} options={options} />
      <Checkbox label="ingest" hint="send traces by OTLP" checked={checked} onChange={setChecked} />
      <Checkbox label="some" checked="indeterminate" onChange={() => setChecked(!checked)} />
      <Checkbox label="read" checked={false} disabled onChange={() => setChecked(!checked)} />
    </div>
  )
}

function SampleTabs() {
  const [tab, setTab] = useState('messages')
  return (
    <Tabs
      label="Span"
      active={tab}
      onChange={setTab}
      tabs={[
        { id: 'messages', label: 'Messages', content: <p className="py-2 text-2">What was said.</p> },
        { id: 'attributes', label: 'Attributes', count: 41, content: <p className="py-2 text-2">41 attributes.</p> },
        { id: 'logs', label: 'Logs', count: 3, content: <p className="py-2 text-2">Three records.</p> },
      ]}
    />
  )
}
