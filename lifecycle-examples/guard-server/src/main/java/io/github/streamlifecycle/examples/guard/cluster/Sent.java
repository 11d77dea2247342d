package io.github.streamlifecycle.examples.guard.cluster;

/** A message that replicas may send each other; {@link Wire} knows all of them. */
interface Sent {}
