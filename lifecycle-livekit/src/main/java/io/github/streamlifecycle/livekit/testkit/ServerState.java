package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.livekit.testkit.Grants.Refused;
import io.github.streamlifecycle.livekit.testkit.Signalling.Door;
import io.undertow.server.HttpServerExchange;
import io.undertow.websockets.core.WebSocketChannel;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that a server knows, and so all that one test could leave behind for the next. */
final class ServerState {
    final World world;
    final Ids ids = new Ids();
    final Webhooks webhooks;
    final Rooms rooms;
    final Egresses egresses;
    final Twirp twirp;
    final Signalling signalling;
    final MediaThread media = new MediaThread();
    private final Whip whip;
    private final Settings settings;

    /** What stays when the state is thrown away. */
    record Settings(double speed, String apiKey, String apiSecret, List<URI> webhooks) {}

    ServerState(Settings settings) {
        this.settings = settings;
        this.world = new World(settings.speed());
        this.webhooks = new Webhooks(world, ids, settings.apiKey(), settings.apiSecret(), settings.webhooks());
        this.rooms = new Rooms(world, ids, webhooks::send);
        this.egresses = new Egresses(world, ids, rooms, new Worker(world, ids, rooms, webhooks::send));
        this.twirp = new Twirp(world, new RoomService(rooms), egresses);
        this.whip = new Whip(world, ids, rooms, media);
        this.signalling = new Signalling(world, ids, rooms, media);
    }

    /** Answers a request; on any thread. */
    void serve(Http.Request request, @Nullable String authorization, Http.Response response) {
        world.run(() -> {
            try {
                answer(request, authorization, response);
            } catch (RuntimeException | LinkageError failed) {
                response.send(500, "text/plain; charset=utf-8", "the LiveKit double failed: " + failed);
                throw failed;
            }
        });
    }

    private void answer(Http.Request request, @Nullable String authorization, Http.Response response) {
        Grants grants;
        try {
            grants = Grants.of(authorization, settings.apiKey(), settings.apiSecret());
        } catch (Refused refused) {
            response.send(401, "text/plain; charset=utf-8", Objects.toString(refused.getMessage()));
            return;
        }
        if (request.path().startsWith("/twirp/")) {
            twirp.serve(request, grants, response);
        } else if (request.path().startsWith(Whip.PATH)) {
            whip.serve(request, grants, response);
        } else if (request.path().equals(Signalling.PATH) && signalling.door() == Door.AWAY) {
            response.cut();
        } else if (request.path().equals(Signalling.PATH)) {
            response.send(401, "text/plain; charset=utf-8", "no permissions to access the room");
        } else if (request.path().equals("/")) {
            response.send(200, "text/plain", "OK");
        } else {
            response.send(404, "text/plain; charset=utf-8", "404 page not found\n");
        }
    }

    /** Whether somebody may join by LiveKit's signalling; what is refused here is answered as any request. */
    Optional<Consumer<WebSocketChannel>> upgrade(HttpServerExchange exchange) {
        if (!exchange.getRequestPath().equals(Signalling.PATH) || signalling.door() != Door.OPEN) {
            return Optional.empty();
        }
        try {
            Grants grants = Grants.of(authorization(exchange), settings.apiKey(), settings.apiSecret());
            return grants.allowsToJoin()
                    ? Optional.of(
                            channel -> SignalSocket.open(channel, world, socket -> signalling.join(socket, grants)))
                    : Optional.empty();
        } catch (Refused refused) {
            return Optional.empty();
        }
    }

    private static @Nullable String authorization(HttpServerExchange exchange) {
        Deque<String> token = exchange.getQueryParameters().get("access_token");
        return token == null ? exchange.getRequestHeaders().getFirst("Authorization") : "Bearer " + token.getFirst();
    }

    /** Closes the peer connections, and lets nothing happen any more. */
    void end() {
        world.ask(() -> {
            signalling.endAll();
            whip.endAll();
            return true;
        });
        world.end();
        media.settle();
    }
}
