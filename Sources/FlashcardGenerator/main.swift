import BandUpLambda
import DocumentText

// Before anything else: this executable is its own reader of documents, in a process apart.
DocumentReaderProcess.runIfAsked()

await LambdaRuntime.run(["cards": Cards.handler])
