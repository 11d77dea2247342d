package consumer;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.metrics.GuardMetrics;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two beans of the library. */
@Configuration(proxyBeanMethods = false)
class LiveKitConfiguration {
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
}
