/**
 * Several guard servers that guard together: replicas on Apache Pekko Cluster Sharding, with one entity for each room.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.guard.cluster.GuardCluster} first. What is decided is decided by the library's
 * {@code RoomGuard}, in {@code RoomEntity}; what is pure here is in {@code LeaseVoices}, {@code Succession},
 * {@code Standstill} and {@code Founding}.
 * {@code Wire} lists what replicas send each other.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard.cluster;

import org.jspecify.annotations.NullMarked;
