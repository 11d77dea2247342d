module app {
    requires io.github.streamlifecycle.core;
    requires io.github.streamlifecycle.livekit;
    requires io.reactivex.rxjava3;
}
