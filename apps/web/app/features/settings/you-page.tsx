import LogOut from 'lucide-react/icons/log-out'
import { signOut } from '~/features/shell/index.ts'
import { Button } from '~/ui/controls/button.tsx'
import { Segmented } from '~/ui/controls/segmented.tsx'
import { Facts } from '~/ui/layout/facts.tsx'
import { THEMES, type Theme } from '~/ui/theme/theme.ts'
import { useTheme } from '~/ui/theme/use-theme.ts'

export function YouPage({ person }: { person: { name: string; email: string } }) {
  const [theme, setTheme] = useTheme()
  return (
    <div>
      <div className="page-title">
        <h1>Account and theme</h1>
      </div>
      <Facts
        className="mt-2"
        facts={[
          { label: 'Name', value: person.name },
          { label: 'E-mail', value: person.email },
        ]}
      />
      <section className="settings-block">
        <h2>Theme</h2>
        <p className="mb-2 text-12 text-3">Kept in this browser.</p>
        <Segmented<Theme> label="Theme" value={theme} onChange={setTheme} options={THEMES} />
      </section>
      <section className="settings-block">
        <h2>Session</h2>
        <p className="mb-2 text-12 text-3">Signing out ends it in this browser only.</p>
        <Button icon={LogOut} onClick={() => void signOut()}>
          Sign out
        </Button>
      </section>
    </div>
  )
}
