module app {
    requires io.github.streamlifecycle.core;
    requires io.github.streamlifecycle.livekit;
    requires io.github.streamlifecycle.livekit.testkit; // if it starts a double
    requires io.reactivex.rxjava3;
}
