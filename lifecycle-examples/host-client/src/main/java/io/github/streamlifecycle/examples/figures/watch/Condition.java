package io.github.streamlifecycle.examples.figures.watch;

import io.github.streamlifecycle.examples.network.NetworkConditions;
import java.time.Duration;

/** What a host publishes, and over what network. */
enum Condition {
    /** A camera on a network without any fault. */
    CLEAR("clear", Media.CAMERA),
    /** One in ten datagrams is lost. */
    LOSS("10 % loss on either way", Media.CAMERA),
    /** Datagrams are late, and overtake each other. */
    JITTER("up to 300 ms late on either way", Media.CAMERA),
    /** A shared screen, announced as such, that moves for some time and stands still for minutes. */
    SCREEN("shared screen that stands still for minutes", Media.SCREEN),
    /** A voice alone that pauses: a packet every 400 ms meanwhile (DTX). */
    VOICE("voice with pauses (DTX), no video", Media.VOICE),
    /** A camera and such a voice: the most common host. */
    CAMERA_AND_VOICE("camera, and voice with pauses (DTX)", Media.CAMERA_AND_VOICE),
    /** A camera, and sound that ceases altogether now and then. */
    PAUSING_SOUND("camera, and sound that ceases now and then", Media.CAMERA_AND_SOUND);

    /** What a host publishes. */
    enum Media {
        CAMERA,
        SCREEN,
        VOICE,
        CAMERA_AND_VOICE,
        CAMERA_AND_SOUND
    }

    final String title;
    final Media media;

    Condition(String title, Media media) {
        this.title = title;
        this.media = media;
    }

    NetworkConditions network() {
        return switch (this) {
            case LOSS -> NetworkConditions.losing(10);
            case JITTER -> NetworkConditions.late(Duration.ofMillis(300));
            case CLEAR, SCREEN, VOICE, CAMERA_AND_VOICE, PAUSING_SOUND -> NetworkConditions.CLEAR;
        };
    }

    boolean hasSound() {
        return media != Media.CAMERA && media != Media.SCREEN;
    }

    /** Returns whether its hosts use LiveKit's own signalling: WHIP cannot say that a track is a shared screen. */
    boolean isSignalled() {
        return media == Media.SCREEN || media == Media.VOICE || media == Media.CAMERA_AND_VOICE;
    }
}
