package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import io.reactivex.rxjava3.disposables.Disposable;

/** Where the pictures of a track come from. */
interface Feed {
    /**
     * Sends them to one more subscriber. Media thread only.
     *
     * @return ends that, on the same thread; once it is disposed of, nothing is sent any more
     */
    Disposable to(CustomVideoSource subscriber);
}
