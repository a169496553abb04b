import { useState } from 'react'
import { useProject } from '~/features/shell/index.ts'
import { HowToSend } from './how-to-send.tsx'
import { KeyStep } from './key-step.tsx'
import { Listening } from './listening.tsx'
import { serviceNameOf } from './service-name.ts'
import { KEY_PLACEHOLDER } from './snippets.ts'
import { Step } from './step.tsx'
import { WhereItShows } from './where-it-shows.tsx'

export interface StartData {
  otlpHttp: string | null
  otlpGrpc: string | null
  /** How many keys the project has already. */
  keyCount: number
  /** When the newest trace began that was there before this page; null when none ever arrived. */
  newestBefore: string | null
}

/** Waits for the first span, and says how to send it. */
export function StartPage({ otlpHttp, otlpGrpc, keyCount, newestBefore }: StartData) {
  const project = useProject()
  const [secret, setSecret] = useState<string>()
  return (
    <div className="page start-page">
      <div>
        <div className="mb-5">
          <h1 className="font-semibold text-24">{newestBefore === null ? 'Send the first span' : 'Send spans'}</h1>
          <p className="mt-1 text-2">
            Project <b className="font-medium text-1">{project.name}</b> is ready.{' '}
            {newestBefore === null
              ? 'This page moves on by itself when a span arrives.'
              : 'Below it says when another span arrives.'}
          </p>
        </div>
        <Step number={1} title="Key" done={secret !== undefined}>
          <KeyStep secret={secret} keyCount={keyCount} onCreated={setSecret} />
        </Step>
        <Step number={2} title="Point your exporter here">
          <HowToSend
            otlpHttp={otlpHttp ?? 'http://localhost:4318'}
            otlpGrpc={otlpGrpc ?? undefined}
            known={otlpHttp !== null}
            keyText={secret ?? KEY_PLACEHOLDER}
            service={serviceNameOf(project.name)}
          />
        </Step>
        <Step number={3} title="Run your app">
          <Listening newestBefore={newestBefore} />
        </Step>
      </div>
      <WhereItShows otlpHttp={otlpHttp} otlpGrpc={otlpGrpc} />
    </div>
  )
}
