package io.github.streamlifecycle.livekit.room;

/**
 * What has become of a lease. The constants' order is part of what {@link RoomView#toBytes()} writes; at one and the same
 * moment the later constant outweighs the earlier one.
 *
 * @since 0.1.0
 */
public enum LeaseSign {
    /** The host says that it publishes. */
    RENEWED,
    /** The host has not renewed it in time. */
    SILENT,
    /** The connection that carried it closed without a goodbye. */
    SOCKET_CLOSED,
    /** The host says that its media do not get out. */
    MEDIA_DOWN,
    /** The host says that it stops. */
    GOODBYE
}
