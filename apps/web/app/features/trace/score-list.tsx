import type { Evaluation } from '~/api/rows.ts'
import { JsonViewer } from '~/ui/code/json-viewer.tsx'
import { formatMoment } from '~/ui/format/time.ts'
import { Badge } from '~/ui/marks/badge.tsx'
import { formatScore, judgeOf } from './score-words.ts'

/** What judges said, one under the other: the name, the value, why, and who says so. */
export function ScoreList({ evaluations }: { evaluations: readonly Evaluation[] }) {
  return (
    <ul>
      {evaluations.map((evaluation) => (
        <li key={evaluation.id} className="border-line-1 border-b px-4 max-sm:px-3 py-2 text-12">
          <Score evaluation={evaluation} />
        </li>
      ))}
    </ul>
  )
}

function Score({ evaluation }: { evaluation: Evaluation }) {
  const { name, score, label, explanation, metadata, time } = evaluation
  const judge = judgeOf(evaluation)
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="break-words font-semibold">{name}</span>
        {score !== null && <span className="num">{formatScore(score)}</span>}
        {label !== '' && <Badge>{label}</Badge>}
        <span className="flex-1" />
        <span className="text-11 text-3">
          {judge !== '' && `${judge}, `}
          {formatMoment(time)}
        </span>
      </p>
      {explanation !== '' && <p className="mt-1 whitespace-pre-wrap break-words text-2">{explanation}</p>}
      {metadata !== null && (
        <div className="mt-1">
          <JsonViewer value={metadata as never} label={`Metadata of ${name}`} openLevels={1} tools={false} />
        </div>
      )}
    </>
  )
}
