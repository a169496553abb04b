export { safeNext } from './safe-next.ts'
export { SignInPage } from './sign-in-page.tsx'
