package io.spillway.overload;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Numbers of threads. */
final class ThreadNumber {
    /** Whether the number is surely the thread's own: {@code threadId()} is final, {@code getId()} may be overridden. */
    static final boolean UNIQUE = Runtime.version().feature() >= 19;

    private static final MethodHandle OF = find();

    private ThreadNumber() {}

    /** As fast as a field once compiled. */
    static long of(Thread thread) {
        try {
            return (long) OF.invokeExact(thread);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("neither method declares an exception", e);
        }
    }

    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, UNIQUE ? "threadId" : "getId", MethodType.methodType(long.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
