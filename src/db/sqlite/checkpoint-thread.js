// Worker thread of checkpoints.ts: copies the write-ahead log into the SQLite file. JavaScript, because threads do not
// inherit a TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads'
import SqliteDatabase from 'better-sqlite3'

const connection = open(workerData)

parentPort.on('message', (mode) => {
  if (mode === 'close') {
    connection.close()
    parentPort.close()
    return
  }
  try {
    connection.pragma(`wal_checkpoint(${mode})`)
    parentPort.postMessage(null)
  } catch (error) {
    parentPort.postMessage(tellable(error))
  }
})

function open({ file, busyMs }) {
  try {
    const connection = new SqliteDatabase(file, { fileMustExist: true, timeout: busyMs })
    // The file must be on the disk before the log is overwritten.
    connection.pragma('synchronous = FULL')
    return connection
  } catch (error) {
    throw tellable(error)
  }
}

/** Errors of the driver lose their message between threads. */
function tellable({ code, message }) {
  return new Error(`${message} (${code})`)
}
