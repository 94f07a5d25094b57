/** Hands a file over to whoever stands here. */
export const download = (name: string, ...parts: BlobPart[]): void => {
  const link = document.createElement('a')
  link.download = name.replace(/[^\p{L}\d.-]+/gu, '-')
  link.href = URL.createObjectURL(new Blob(parts))
  link.click()
  // Some browsers read it only a while after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
