package io.spillway.grpcserver;

import io.grpc.stub.StreamObserver;
import io.spillway.callcontext.CallContext;
import io.spillway.grpcserver.probe.ProbeRequest;
import io.spillway.grpcserver.probe.ProbeResponse;
import io.spillway.grpcserver.probe.ProbeServiceGrpc.ProbeServiceImplBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Every call that runs waits here until the test answers it. */
final class ProbeHandler extends ProbeServiceImplBase {
    /**
     * One call that runs.
     *
     * @param text of the request; empty for what a client streams
     * @param context as the handler saw it
     */
    record Running(String text, StreamObserver<ProbeResponse> answer, CallContext context) {
        void succeed() {
            answer.onNext(ProbeResponse.newBuilder().setText(text).build());
            answer.onCompleted();
        }
    }

    /** A call with this text fails in the handler itself. */
    static final String THROW = "throw";

    private final Supplier<CallContext> context;
    private final BlockingQueue<Running> running = new LinkedBlockingQueue<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();

    /** @param context of the current call */
    ProbeHandler(Supplier<CallContext> context) {
        this.context = context;
    }

    /** The next call that runs and was not taken yet. */
    Running take() throws InterruptedException {
        Running call = running.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call ran within 10 s");
        }
        return call;
    }

    /** All calls that have run. */
    int started() {
        return started.get();
    }

    /** Messages that clients streamed. */
    int messages() {
        return messages.get();
    }

    @Override
    public void inherits(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        ran(request.getText(), answer);
    }

    @Override
    public void critical(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        ran(request.getText(), answer);
    }

    @Override
    public void sheddable(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        ran(request.getText(), answer);
    }

    @Override
    public void download(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
        ran(request.getText(), answer);
    }

    @Override
    public StreamObserver<ProbeRequest> upload(StreamObserver<ProbeResponse> answer) {
        return stream(answer);
    }

    @Override
    public StreamObserver<ProbeRequest> chat(StreamObserver<ProbeResponse> answer) {
        return stream(answer);
    }

    private StreamObserver<ProbeRequest> stream(StreamObserver<ProbeResponse> answer) {
        ran("", answer);
        return new StreamObserver<>() {
            @Override
            public void onNext(ProbeRequest request) {
                messages.incrementAndGet();
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        };
    }

    void ran(String text, StreamObserver<ProbeResponse> answer) {
        started.incrementAndGet();
        if (text.equals(THROW)) {
            throw new IllegalStateException("the handler throws");
        }
        running.add(new Running(text, answer, context.get()));
    }
}
