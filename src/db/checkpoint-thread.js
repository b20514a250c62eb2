// Copies the write-ahead log of a SQLite file into the file, in a thread of its own (see checkpoints.ts). JavaScript,
// because a thread does not take a TypeScript loader over from its process.
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
    // The file is on the disk before the log may be written over.
    connection.pragma('synchronous = FULL')
    return connection
  } catch (error) {
    throw tellable(error)
  }
}

/** An error of the driver loses its words on the way to another thread. */
function tellable({ code, message }) {
  return new Error(`${message} (${code})`)
}
