/** Runs a script's text in the page, at once. Does nothing when the page's policy does not name the text's hash. */
export const runScript = (text: string): void => {
  const script = document.createElement('script')
  script.text = text
  document.head.append(script)
}
