import BandUpCore
package import Base
package import FoundationEssentials

/// A set of routes behind API Gateway: finds the route, settles who calls, and turns whatever a route throws into the one
/// shape of errors. OPTIONS, HEAD and CORS are answered here.
package struct HTTPFunction: Sendable {
    private let router: Router<HTTPRoute>
    private let access: APIAccess
    private let responder: APIResponder

    package init(routes: [HTTPRoute], access: APIAccess, responder: APIResponder) {
        router = Router(routes.map { Route($0.method, $0.pattern, $0) })
        self.access = access
        self.responder = responder
    }

    package init(
        routes: [HTTPRoute], environment: Environment, clock: any WallClock
    ) throws(ConfigurationError) {
        self.init(
            routes: routes, access: try APIAccess(environment: environment, clock: clock),
            responder: try APIResponder(environment: environment))
    }

    /// - Parameter request: what the gateway sent, or why it can't be read.
    package func answer(
        _ request: Result<APIGatewayRequest, InvalidField>, context: LambdaContext
    ) async -> LambdaAnswer {
        switch request {
        case .success(let request): await answer(request, context: context)
        case .failure(let error): refuse(APIError(error), context: context)
        }
    }

    private func answer(_ request: APIGatewayRequest, context: LambdaContext) async -> LambdaAnswer {
        do {
            switch try router.match(request) {
            case .options(let methods):
                return LambdaAnswer(responder.options(allowedMethods: methods).json)
            case .target(let route, let parameters):
                let caller = try access.caller(of: request)
                try route.admit(caller)
                let reply = try await route.answer(
                    HTTPCall(
                        request: request, caller: caller, parameters: parameters, isDirect: false, context: context))
                return answer(reply, to: request)
            }
        } catch {
            return refuse(error, context: context, for: request)
        }
    }

    /// Answers a direct request as the route would: the event is the body, and who invokes the function is trusted.
    package func answer(_ direct: DirectRequest, at route: HTTPRoute, context: LambdaContext) async -> LambdaAnswer {
        let request = APIGatewayRequest(method: route.method.rawValue, path: route.pattern, body: direct.body)
        do {
            let reply = try await route.answer(
                HTTPCall(request: request, caller: .service, parameters: [:], isDirect: true, context: context))
            return answer(reply, to: request)
        } catch {
            return refuse(error, context: context)
        }
    }

    private func answer(_ reply: HTTPReply, to request: APIGatewayRequest) -> LambdaAnswer {
        LambdaAnswer(responder.response(to: request, reply).json, afterwards: reply.afterwards)
    }

    private func refuse(
        _ error: any Error, context: LambdaContext, for request: APIGatewayRequest? = nil
    ) -> LambdaAnswer {
        let answer: APIError
        if let error = error as? any APIErrorConvertible {
            answer = error.apiError
            context.logger.info("request refused", .oneOf("errorCode", answer.code))
        } else {
            answer = .busy
            context.logger.error("the request failed", .error(error))
        }
        return LambdaAnswer(responder.error(answer, requestID: context.requestID, for: request).json)
    }
}
