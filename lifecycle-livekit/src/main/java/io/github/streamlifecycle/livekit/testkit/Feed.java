package io.github.streamlifecycle.livekit.testkit;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import io.reactivex.rxjava3.disposables.Disposable;

/**
 * Where the media of a participant come from. All of it on the media thread; once what a method returns is disposed of,
 * nothing is sent to that subscriber any more.
 */
interface Feed {
    /** Sends the pictures to one more subscriber. */
    Disposable pictures(CustomVideoSource subscriber);

    /** Opens and closes the gate of one more subscriber as the packets of the sound come and stop. */
    Disposable sound(Gate subscriber);

    /** What lets sound through to a subscriber, and is closed at first. */
    interface Gate {
        void open();

        void close();
    }
}
