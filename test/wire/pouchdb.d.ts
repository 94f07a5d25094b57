/** The part of PouchDB that the tests use; the package has no types of its own. */
declare module 'pouchdb' {
  export interface Replicated {
    ok: boolean
    docs_read: number
    docs_written: number
    doc_write_failures: number
    errors: unknown[]
  }

  export interface Options {
    batch_size?: number
    /** Which of the source's documents go, as CouchDB's replicator takes it. */
    selector?: Record<string, unknown>
    filter?: (doc: Record<string, unknown>) => boolean
  }

  export default class PouchDB {
    constructor(
      name: string,
      options?: { skip_setup?: boolean; auth?: { username: string; password: string }; prefix?: string },
    )
    bulkDocs(docs: unknown[], options?: { new_edits?: boolean }): Promise<unknown[]>
    allDocs(options: {
      include_docs: true
    }): Promise<{ rows: { id: string; doc: Record<string, unknown> }[] }>
    info(): Promise<{ doc_count: number }>
    close(): Promise<void>
    replicate: {
      to(target: PouchDB, options?: Options): Promise<Replicated>
      from(source: PouchDB, options?: Options): Promise<Replicated>
    }
  }
}
