/** A style sheet as the build makes it: its text. */
declare module '*.css' {
  const text: string
  export default text
}
