import type { ProjectSettings } from './project-settings.ts'
import { RetentionForm } from './retention-form.tsx'
import { RetentionRuns } from './retention-runs.tsx'
import { UsageTable } from './usage-table.tsx'

/** How long telemetry is kept, what there is, and what was deleted. */
export function ProjectPage({ settings }: { settings: ProjectSettings }) {
  return (
    <div>
      <div className="page-title">
        <h1>Retention</h1>
      </div>
      <p className="max-w-[72ch] text-2">
        Telemetry is deleted when it is older than this, by a job that runs every day. What is deleted cannot be brought
        back.
      </p>
      <RetentionForm retention={settings.retention} usage={settings.usage} />
      <UsageTable usage={settings.usage} />
      <RetentionRuns runs={settings.retention_runs} />
    </div>
  )
}
