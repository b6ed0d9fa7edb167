package io.spillway.grpcserver;

import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.Service;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.spillway.callcontext.CallContext;
import io.spillway.callcontext.CallDeadline;
import io.spillway.callcontext.CallHeaders;
import io.spillway.callcontext.Timeouts;
import io.spillway.grpcserver.GuardedMethod.Kind;
import io.spillway.overload.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request of an Armeria server before, in and after the guard. Lives on its event loop. */
final class ArmeriaRequest implements RequestHost {
    private static final int NO_STATUS = -1;

    private final Service<HttpRequest, HttpResponse> service;
    private final ServiceRequestContext context;
    private final HttpRequest request;
    private final CallContext callContext;
    private final GuardedMethod method;
    private final GuardedCall call;
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();

    private volatile Outcome outcome = Outcome.OK;

    ArmeriaRequest(
            Guard guard,
            Service<HttpRequest, HttpResponse> service,
            ServiceRequestContext context,
            HttpRequest request,
            CallContext callContext,
            GuardedMethod method) {
        this.service = service;
        this.context = context;
        this.request = request;
        this.callContext = callContext;
        this.method = method;
        call = new GuardedCall(guard, method, callContext, this);
    }

    HttpResponse pass() {
        call.decide();
        if (answer.isDone()) {
            return answer.join();
        }
        HttpResponse response = HttpResponse.of(answer);
        // Whatever ends a waiting request ends its response: the caller cancels, its connection closes, time is over.
        var unused = response.whenComplete().whenComplete((nothing, failure) -> {
            if (failure != null) {
                call.cancelled();
            }
        });
        return response;
    }

    @Override
    public void run() {
        HttpResponse response;
        try {
            response = context.run(() -> service.serve(context, inTime()));
        } catch (Throwable failure) {
            call.ended(Outcome.OK);
            answer.complete(HttpResponse.ofFailure(failure));
            return;
        }
        answer.complete(watched(response));
    }

    @Override
    public void refuse(GuardRefusal refusal) {
        answer.complete(ArmeriaAnswers.of(request.headers(), refusal));
    }

    @Override
    public void execute(Runnable task) {
        context.eventLoop().withoutContext().execute(task);
    }

    @Override
    public void schedule(Runnable task, long delayNanos) {
        var unused = context.eventLoop().withoutContext().schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** The handler's own framework counts a timeout from the moment it is called: it gets what waiting has left. */
    private HttpRequest inTime() {
        CallDeadline deadline = callContext.deadline();
        if (deadline == null) {
            return request;
        }
        long left = Math.max(1, deadline.remainingNanos(System.nanoTime()));
        if (!ArmeriaAnswers.isGrpc(request.headers())) {
            context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, Duration.ofNanos(left));
            return request;
        }
        if (!call.hasWaited() || !request.headers().contains(CallHeaders.GRPC_TIMEOUT)) {
            return request;
        }
        HttpRequest shortened = request.withHeaders(
                request.headers().toBuilder().set(CallHeaders.GRPC_TIMEOUT, Timeouts.formatGrpc(left)));
        context.updateRequest(shortened);
        return shortened;
    }

    private HttpResponse watched(HttpResponse response) {
        HttpResponse watched = response.peekHeaders(this::onHeaders).peekTrailers(this::onTrailers);
        var unused = watched.whenComplete().whenComplete((nothing, failure) -> onEnd(failure));
        return watched;
    }

    private void onHeaders(ResponseHeaders headers) {
        if (headers.status().isInformational()) {
            return;
        }
        outcome = Outcomes.ofHttp(headers.status().code());
        onTrailers(headers);
        MediaType type = headers.contentType();
        if (method.kind() == Kind.STREAM || (type != null && type.is(MediaType.EVENT_STREAM))) {
            call.ended(Outcome.IGNORED);
        }
    }

    /** Also for headers: an answer without a message has its status there. */
    private void onTrailers(HttpHeaders trailers) {
        int status = trailers.getInt("grpc-status", NO_STATUS);
        if (status != NO_STATUS) {
            outcome = Outcomes.ofGrpc(status);
        }
    }

    private void onEnd(@Nullable Throwable failure) {
        if (failure != null) {
            call.abandoned();
        } else {
            call.ended(method.kind() == Kind.STREAM ? Outcome.IGNORED : outcome);
        }
    }
}
