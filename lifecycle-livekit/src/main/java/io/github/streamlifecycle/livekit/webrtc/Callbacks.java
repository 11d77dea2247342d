package io.github.streamlifecycle.livekit.webrtc;

import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The observers that webrtc-java calls. Its native thread must not see an exception, which would end the JVM, and must not
 * be kept waiting, which would block every connection of the factory.
 */
final class Callbacks {
    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

    /** The threads on which this package's signals are delivered and its time passes; serial for each worker. */
    static final Executor EXECUTOR = new OwnThreads("webrtc-callback");

    static final Scheduler SCHEDULER = Schedulers.from(EXECUTOR);

    private Callbacks() {}

    /**
     * Returns an observer that calls {@code target} and logs whatever that throws.
     *
     * @param type an interface of webrtc-java whose methods all return void
     */
    static <T> T safe(Class<T> type, T target) {
        return proxy(type, (method, args) -> call(target, method, args));
    }

    /** Returns an observer that calls {@code first} at once and {@code second} on a thread of this package, in order. */
    static <T> T both(Class<T> type, T first, T second) {
        Scheduler.Worker worker = SCHEDULER.createWorker();
        return proxy(type, (method, args) -> {
            call(first, method, args);
            worker.schedule(() -> call(second, method, args));
        });
    }

    private interface Invocation {
        void invoke(Method method, Object @Nullable [] args);
    }

    private static <T> T proxy(Class<T> type, Invocation invocation) {
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> switch (method.getName()) {
                    case "equals" -> self == args[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> "safe " + type.getSimpleName();
                    default -> {
                        try {
                            invocation.invoke(method, args);
                        } catch (Throwable thrown) {
                            log.error("{} could not be handed over", method, thrown);
                        }
                        yield null;
                    }
                });
        return type.cast(proxy);
    }

    private static void call(Object target, Method method, Object @Nullable [] args) {
        try {
            method.invoke(target, args);
        } catch (InvocationTargetException thrown) {
            log.error("{} threw", method, thrown.getCause());
        } catch (Throwable thrown) {
            log.error("{} could not be called", method, thrown);
        }
    }
}
