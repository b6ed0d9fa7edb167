package io.spillway.grpcserver;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import io.spillway.grpcserver.probe.ProbeRequest;
import io.spillway.grpcserver.probe.ProbeResponse;
import io.spillway.grpcserver.probe.ProbeServiceGrpc;
import io.spillway.grpcserver.probe.ProbeServiceGrpc.ProbeServiceStub;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** A plain grpc-java client, so that what it sees is what any client sees. */
final class ProbeClient implements AutoCloseable {
    private final ManagedChannel channel;

    ProbeClient(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    /** One call: its messages as they come, and how it ended. */
    static final class Call implements ClientResponseObserver<ProbeRequest, ProbeResponse> {
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Status> ended = new CompletableFuture<>();
        private volatile Metadata trailers = new Metadata();
        private volatile Runnable cancel = () -> {};

        @Override
        public void beforeStart(ClientCallStreamObserver<ProbeRequest> request) {
            cancel = () -> request.cancel("the test cancels", null);
        }

        @Override
        public void onNext(ProbeResponse answer) {
            messages.add(answer.getText());
        }

        @Override
        public void onError(Throwable failure) {
            Metadata sent = Status.trailersFromThrowable(failure);
            if (sent != null) {
                trailers = sent;
            }
            ended.complete(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            ended.complete(Status.OK);
        }

        List<String> messages() {
            return messages;
        }

        void cancel() {
            cancel.run();
        }

        boolean isDone() {
            return ended.isDone();
        }

        /** Waits for the end. */
        Status status() {
            return ended.orTimeout(20, TimeUnit.SECONDS).join();
        }

        /** Empty when there is no such trailer. */
        String trailer(String name) {
            String value = trailers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
            return value == null ? "" : value;
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    ProbeServiceStub stub(String... headers) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < headers.length; i += 2) {
            metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
        }
        return ProbeServiceGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /** A unary call, such as {@code call("a", stub()::critical)}. */
    static Call call(String text, BiConsumer<ProbeRequest, Call> method) {
        Call call = new Call();
        method.accept(ProbeRequest.newBuilder().setText(text).build(), call);
        return call;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
