export { InstrumentationPage } from './instrumentation-page.tsx'
