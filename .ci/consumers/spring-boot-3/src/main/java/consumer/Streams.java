package consumer;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Goes live, and hears from the application's own signalling whether the host of a room is there. */
@RestController
final class Streams {
    private final LiveKit livekit;
    private final String platformUrl;
    private final Map<String, FlowableProcessor<Presence>> hosts = new ConcurrentHashMap<>();

    Streams(LiveKit livekit, @Value("${platform.url}") String platformUrl) {
        this.livekit = livekit;
        this.platformUrl = platformUrl;
    }

    @PutMapping("/rooms/{room}/host")
    void host(@PathVariable String room, @RequestParam Presence presence) {
        hostOf(room).onNext(presence);
    }

    @PostMapping("/rooms/{room}/stream")
    CompletionStage<String> goLive(@PathVariable String room) {
        return livekit.guard(room, hostOf(room))
                .grace(Duration.ofSeconds(5))
                .start(RoomCompositeEgress.grid().toRtmp(platformUrl))
                .whenLive();
    }

    /** Replays the latest presence, so that a stream that starts later knows it. */
    private FlowableProcessor<Presence> hostOf(String room) {
        return hosts.computeIfAbsent(
                room, name -> BehaviorProcessor.<Presence>create().toSerialized());
    }
}
