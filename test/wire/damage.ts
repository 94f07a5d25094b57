import { type Doc, events } from './db.ts'

export const line = (doc: Doc) => `${JSON.stringify(doc)}\t\n`
const text = (doc: Doc) => JSON.stringify(doc)
export const abc = events('abc', 1, 9)
export const lines = abc.map(line)
export const nuls = (n: number) => Buffer.alloc(n)
export const bytesOf = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.map(part => Buffer.from(part as string)))

/** A log as a router might find it after a power cut, and the events that are whole in it. */
export const fixtures: { name: string; log: Buffer; whole: number[] }[] = [
  { name: 'nothing', log: Buffer.alloc(0), whole: [] },
  { name: 'whole lines', log: bytesOf(...lines.slice(0, 3)), whole: [1, 2, 3] },
  {
    name: 'a line cut in the middle',
    log: bytesOf(...lines.slice(0, 2), lines[2]!.slice(0, 40)),
    whole: [1, 2],
  },
  { name: 'a line cut before its TAB', log: bytesOf(...lines.slice(0, 2), text(abc[2]!)), whole: [1, 2] },
  {
    name: 'a line cut before its LF',
    log: bytesOf(...lines.slice(0, 2), `${text(abc[2]!)}\t`),
    whole: [1, 2],
  },
  { name: 'only half a line', log: bytesOf(lines[0]!.slice(0, 30)), whole: [] },
  {
    name: 'half a line, ended by the next writer',
    log: bytesOf(lines[0]!, lines[1]!.slice(0, 30), ' \n', lines[2]!),
    whole: [1, 3],
  },
  {
    // The next writer's space keeps it torn: whoever sent it saw no 201 and sends it again, and it must not be there twice.
    name: 'a line cut before its LF, ended by the next writer',
    log: bytesOf(lines[0]!, `${text(abc[1]!)}\t`, ' \n', lines[2]!),
    whole: [1, 3],
  },
  { name: 'a line without a TAB', log: bytesOf(lines[0]!, `${text(abc[1]!)}\n`, lines[2]!), whole: [1, 3] },
  { name: 'a line with CR', log: bytesOf(lines[0]!, `${text(abc[1]!)}\t\r\n`, lines[2]!), whole: [1, 3] },
  { name: 'empty lines', log: bytesOf('\n\n', lines[0]!, '\n \n\t\n', lines[1]!), whole: [1, 2] },
  { name: 'a NUL tail', log: bytesOf(...lines.slice(0, 3), nuls(500)), whole: [1, 2, 3] },
  { name: 'a NUL tail of a megabyte', log: bytesOf(...lines.slice(0, 3), nuls(1_000_000)), whole: [1, 2, 3] },
  { name: 'only NULs', log: nuls(5000), whole: [] },
  {
    name: 'one NUL in a line',
    log: bytesOf(lines[0]!, lines[1]!.slice(0, 50), nuls(1), lines[1]!.slice(51), lines[2]!),
    whole: [1, 3],
  },
  { name: 'a NUL before a line', log: bytesOf(lines[0]!, nuls(1), lines[1]!, lines[2]!), whole: [1, 3] },
  {
    name: 'a NUL after a line, before its LF',
    log: bytesOf(lines[0]!, text(abc[1]!), '\t', nuls(1), '\n', lines[2]!),
    whole: [1, 3],
  },
  { name: 'NULs at the very beginning', log: bytesOf(nuls(4096), lines[0]!, lines[1]!), whole: [2] },
  {
    name: 'a hole over the middle of three lines',
    log: bytesOf(lines[0]!, lines[1]!.slice(0, 20), nuls(300), lines[3]!.slice(60), lines[4]!),
    whole: [1, 5],
  },
  { name: 'a hole of two blocks', log: bytesOf(lines[0]!, nuls(140_000), '\n', lines[1]!), whole: [1, 2] },
  {
    name: 'a hole of two blocks that ends in a line',
    log: bytesOf(lines[0]!, nuls(140_000), lines[1]!, lines[2]!),
    whole: [1, 3],
  },
  {
    name: 'two holes',
    log: bytesOf(lines[0]!, nuls(100), '\n', lines[1]!, nuls(70_000), lines[2]!, lines[3]!),
    whole: [1, 2, 4],
  },
  {
    name: 'a line of 300,000 bytes',
    log: bytesOf(lines[0]!, 'x'.repeat(300_000), '\n', lines[1]!),
    whole: [1, 2],
  },
  {
    name: 'a line of 300,000 bytes that ends like an event',
    log: bytesOf(lines[0]!, 'x'.repeat(300_000), lines[1]!, lines[2]!),
    whole: [1, 3],
  },
  {
    name: 'bytes that are no text',
    log: bytesOf(lines[0]!, Buffer.from([0xff, 0xfe, 0x80, 10]), lines[1]!),
    whole: [1, 2],
  },
  { name: 'another file’s end', log: bytesOf('<html>\n</html>\n', lines[0]!), whole: [1] },
]
