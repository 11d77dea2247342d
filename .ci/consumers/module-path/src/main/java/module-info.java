module app {
    requires io.github.streamlifecycle.core;
    requires io.github.streamlifecycle.livekit;
    requires io.github.streamlifecycle.livekit.testkit;
    requires io.reactivex.rxjava3;
}
