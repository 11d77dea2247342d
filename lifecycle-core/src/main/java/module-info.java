/** The pure falling-edge machine that decides when to stop a stream, and its RxJava 3 shell. */
@org.jspecify.annotations.NullMarked
module io.github.streamlifecycle.core {
    requires transitive io.reactivex.rxjava3;
    requires transitive org.reactivestreams;
    requires static transitive org.jspecify;

    exports io.github.streamlifecycle.core;
    exports io.github.streamlifecycle.core.rx;
}
