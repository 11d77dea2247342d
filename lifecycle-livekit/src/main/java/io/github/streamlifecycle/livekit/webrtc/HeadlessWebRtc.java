package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;

/**
 * The factory of webrtc-java on a machine without audio devices and screen, such as a server or a container.
 *
 * <p>On Linux webrtc-java's native library needs PulseAudio's and X11's client libraries to load, though a headless
 * publisher never calls them. Empty stand-ins take the place of those that are missing; those that are
 * installed are used.
 *
 * @since 0.1.0
 */
public final class HeadlessWebRtc {
    private HeadlessWebRtc() {}

    /**
     * Returns the factory of this process, made on first use. One is enough: each costs threads and memory.
     *
     * <p>Its native thread keeps the JVM alive: end the program with {@code System.exit}, or dispose of the factory
     * after all of its connections were closed; after that no other factory is available.
     *
     * @return the factory
     * @throws UnsatisfiedLinkError if there is no webrtc-java library for this machine on the class path
     */
    public static PeerConnectionFactory factory() {
        return Holder.FACTORY;
    }

    private static final class Holder {
        static final PeerConnectionFactory FACTORY = make();

        private static PeerConnectionFactory make() {
            NativeStandIns.loadMissing();
            // without an audio module a machine without audio devices would abort the JVM
            return new PeerConnectionFactory(new HeadlessAudioDeviceModule());
        }
    }
}
