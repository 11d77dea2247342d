package consumer;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.metrics.GuardMetrics;
import io.github.streamlifecycle.livekit.metrics.RoomMetrics;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/** An application with guarded streams and rooms, their meters and a shutdown that stops the streams. */
@SpringBootApplication
public class Application {
    @Bean
    LiveKit liveKit(
            @Value("${livekit.url}") String url,
            @Value("${livekit.api-key}") String apiKey,
            @Value("${livekit.api-secret}") String apiSecret) {
        return LiveKit.connect(url, apiKey, apiSecret);
    }

    @Bean
    GuardMetrics guardMetrics(LiveKit livekit) {
        return new GuardMetrics(livekit);
    }

    /** Without a web server there are no webhooks: rooms are found and watched by lists alone. */
    @Bean
    RoomGuards roomGuards(LiveKit livekit) {
        return livekit.guardRooms()
                .grace(Duration.ofMillis(200))
                .sweepEvery(Duration.ofSeconds(1))
                .pollEvery(Duration.ofSeconds(1))
                .start();
    }

    @Bean
    RoomMetrics roomMetrics(RoomGuards guards) {
        return new RoomMetrics(guards);
    }

    @Bean
    SmartLifecycle stopsStreams(LiveKit livekit) {
        return new SmartLifecycle() {
            private volatile boolean running;

            @Override
            public void start() {
                running = true;
            }

            @Override
            public void stop() {
                livekit.stopAll(Duration.ofSeconds(8));
                running = false;
            }

            @Override
            public boolean isRunning() {
                return running;
            }
        };
    }
}
