import BandUpLambda

await LambdaRuntime.run(["essays": Essays.handler])
