package io.github.streamlifecycle.examples.figures.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.CustomAudioSource;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A tone that pauses now and then, as an audio track. */
final class Sound {
    private static final int RATE = 48_000;
    private static final int CHUNK_MILLIS = 10;
    private static final int CHUNK = RATE * CHUNK_MILLIS / 1_000;
    private static final int BYTES_PER_SAMPLE = 2;
    private static final double HERTZ = 220;
    private static final int AMPLITUDE = 8_000;
    private static final Pauses SPEECH = Pauses.of(Duration.ofSeconds(8), Duration.ofSeconds(15));

    /** What comes in a pause. */
    private enum Pause {
        /** Samples without sound, of which Opus makes a packet every 400 ms (DTX) if the server allows it. */
        SILENCE,
        /** No samples, and so no packets at all. */
        NOTHING
    }

    private final CustomAudioSource source = new CustomAudioSource();
    private final AudioTrack track;
    private final Pause pause;
    private volatile boolean paused;
    private long samples;

    private Sound(PeerConnectionFactory factory, Pause pause) {
        this.track = factory.createAudioTrack("sound", source);
        this.pause = pause;
        Scheduler thread = Schedulers.single();
        thread.schedulePeriodicallyDirect(this::push, 0, CHUNK_MILLIS, TimeUnit.MILLISECONDS);
        SPEECH.begin(() -> paused = true, () -> paused = false);
    }

    static Sound thatFallsSilent(PeerConnectionFactory factory) {
        return new Sound(factory, Pause.SILENCE);
    }

    static Sound thatCeases(PeerConnectionFactory factory) {
        return new Sound(factory, Pause.NOTHING);
    }

    AudioTrack track() {
        return track;
    }

    private void push() {
        boolean isSilent = paused;
        if (isSilent && pause == Pause.NOTHING) {
            return;
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * BYTES_PER_SAMPLE).order(ByteOrder.nativeOrder());
        for (int i = 0; i < CHUNK; i++) {
            double tone = Math.sin(2 * Math.PI * HERTZ * samples / RATE);
            chunk.putShort(isSilent ? 0 : (short) (AMPLITUDE * tone));
            samples++;
        }
        source.pushAudio(chunk.array(), BYTES_PER_SAMPLE * Byte.SIZE, RATE, 1, CHUNK);
    }
}
