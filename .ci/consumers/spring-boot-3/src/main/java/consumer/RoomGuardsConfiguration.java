package consumer;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.metrics.RoomMetrics;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;

/** The guards of every room, their meters, and the WebSocket for leases. */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class RoomGuardsConfiguration {
    @Bean
    RoomGuards roomGuards(LiveKit livekit, @Value("${livekit.grace}") Duration grace) {
        return livekit.guardRooms().host(HostRule.anyPublisher()).grace(grace).start();
    }

    @Bean
    RoomMetrics roomMetrics(RoomGuards guards) {
        return new RoomMetrics(guards);
    }

    @Bean
    WebSocketConfigurer leaseSocket(RoomGuards guards, @Value("${livekit.host-origins}") String[] origins) {
        return registry ->
                registry.addHandler(new LeaseSocket(guards.lease()), "/lease").setAllowedOrigins(origins);
    }
}
