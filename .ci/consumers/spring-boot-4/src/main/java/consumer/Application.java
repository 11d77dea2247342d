package consumer;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.metrics.GuardMetrics;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/** An application with guarded streams, their meters and a shutdown that stops them. */
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
