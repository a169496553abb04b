import Ellipsis from 'lucide-react/icons/ellipsis'
import ListTree from 'lucide-react/icons/list-tree'
import SunMoon from 'lucide-react/icons/sun-moon'
import Trash2 from 'lucide-react/icons/trash-2'
import { useState } from 'react'
import { Button } from '~/ui/controls/button.tsx'
import { KeyHelp } from '~/ui/keyboard/key-help.tsx'
import { useCommands } from '~/ui/keyboard/use-commands.ts'
import { ConfirmDialog } from '~/ui/overlays/confirm-dialog.tsx'
import { Menu } from '~/ui/overlays/menu.tsx'
import { Palette } from '~/ui/overlays/palette.tsx'
import { Popover } from '~/ui/overlays/popover.tsx'
import { showToast } from '~/ui/overlays/toast-store.ts'
import { Tooltip } from '~/ui/overlays/tooltip.tsx'
import { TimeRangePicker } from '~/ui/time/time-range-picker.tsx'
import { KitBlock } from './kit-block.tsx'

type Overlay = 'palette' | 'keys' | 'confirm'

export function KitOverlays() {
  const [open, setOpen] = useState<Overlay>()
  const control = (overlay: Overlay) => ({
    open: open === overlay,
    onOpenChange: (shown: boolean) => setOpen(shown ? overlay : undefined),
  })
  const nothing = () => setOpen(undefined)
  useCommands([
    { id: 'kit.palette', label: 'Find anything', section: 'Do', keys: 'mod+k', run: () => setOpen('palette') },
    { id: 'kit.keys', label: 'Keys of this page', section: 'Do', keys: '?', run: () => setOpen('keys') },
  ])
  return (
    <KitBlock title="What floats" detail="menus, dialogs, messages, ⌘K and ?" wide>
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => setOpen('palette')}>Palette</Button>
        <Button onClick={() => setOpen('keys')}>Keys</Button>
        <Button variant="danger" onClick={() => setOpen('confirm')}>
          Revoke
        </Button>
        <Menu
          trigger={<Button icon={Ellipsis}>Menu</Button>}
          groups={[
            {
              id: 'a',
              head: 'Trace',
              items: [{ id: 'open', label: 'Open', icon: ListTree, keys: '↵', onSelect: nothing }],
            },
            { id: 'b', items: [{ id: 'delete', label: 'Delete', icon: Trash2, danger: true, onSelect: nothing }] },
          ]}
        />
        <Popover label="Price" align="start" trigger={<Button>Popover</Button>}>
          Priced by the list of 1 Nov 2026.
        </Popover>
        <Tooltip text="Latest first" keys="d">
          <Button variant="quiet">Tooltip</Button>
        </Tooltip>
        <Button onClick={() => showToast({ status: 'ok', text: 'Copied link to 192 traces' })}>Message</Button>
        <Button
          onClick={() =>
            showToast({
              status: 'error',
              text: 'Budget not saved. The limit must be above $0.',
              action: { label: 'Edit', run: nothing },
            })
          }
        >
          Failure
        </Button>
        <TimeRangePicker />
      </div>
      <Palette
        {...control('palette')}
        items={[
          { id: 'traces', section: 'Go to', label: 'Traces', icon: ListTree, keys: 'g t', run: nothing },
          { id: 'theme', section: 'Do', label: 'Theme: dark', icon: SunMoon, run: nothing },
        ]}
      />
      <KeyHelp {...control('keys')} />
      <ConfirmDialog
        {...control('confirm')}
        title="Revoke web-agent?"
        consequence="It sent 9,180 spans in the last 24 h, the last one 16 s ago. They stop being accepted within seconds. This cannot be undone."
        action="Revoke"
        confirmName="web-agent"
        onConfirm={nothing}
      />
    </KitBlock>
  )
}
