package consumer;

import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** LiveKit's webhooks, which are verified on the bytes that were sent. */
@RestController
final class Webhooks {
    private final RoomGuards guards;

    Webhooks(RoomGuards guards) {
        this.guards = guards;
    }

    @PostMapping("/livekit/webhook")
    ResponseEntity<Void> webhook(
            @RequestBody byte[] body,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) String authorization) {
        return ResponseEntity.status(guards.webhook(body, authorization)).build();
    }
}
