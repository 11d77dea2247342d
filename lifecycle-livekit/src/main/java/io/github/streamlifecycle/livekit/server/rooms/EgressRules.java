package io.github.streamlifecycle.livekit.server.rooms;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;

/**
 * The application's say in which egress are guarded.
 *
 * @param leftAlone the egress that are never stopped here
 * @param roomOfWebEgress the room whose host a web egress has, if it has one
 */
record EgressRules(Predicate<EgressInfo> leftAlone, Function<EgressInfo, Optional<String>> roomOfWebEgress) {
    static final EgressRules NONE = new EgressRules(info -> false, info -> Optional.empty());
}
