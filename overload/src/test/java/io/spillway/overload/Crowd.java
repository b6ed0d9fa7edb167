package io.spillway.overload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Threads that begin together. */
final class Crowd {
    private Crowd() {}

    /** Gives each thread its number, from 0, and returns when all have ended; throws what one of them threw. */
    static void run(int threads, IntConsumer each) throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                    each.accept(number);
                } catch (Throwable e) {
                    thrown.compareAndSet(null, e);
                }
            });
            thread.start();
            all.add(thread);
        }
        begin.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        Throwable first = thrown.get();
        if (first != null) {
            throw new AssertionError("a thread failed", first);
        }
    }
}
