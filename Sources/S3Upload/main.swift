import BandUpLambda

await LambdaRuntime.run(["uploads": Uploads.handler])
