import BandUpLambda

await LambdaRuntime.run(["recordings": Recordings.handler])
