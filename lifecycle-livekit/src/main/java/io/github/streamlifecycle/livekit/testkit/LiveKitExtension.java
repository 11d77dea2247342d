package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.livekit.LiveKit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A JUnit 5 extension that gives tests a {@link LiveKitDouble}.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LiveKitExtension livekit = LiveKitExtension.of(LiveKitDouble.builder().speed(20));
 *
 * @Test
 * void dropStopsTheEgress() {
 *     RoomMember host = livekit.server().joinAndPublish("my-room", "host");
 *     ...
 * }
 * }</pre>
 *
 * <p>In a static field, or by {@code @ExtendWith}, it starts one double for the class and makes it forget everything after
 * each test: rooms, egresses, faults, calls and webhooks. Its URL stays, so a program that is configured once can be tested
 * with it, and what a test leaves behind in such a program calls the double of the next one. In a field of the instance,
 * each test gets a double of its own.
 * Test methods may take the double and a {@link LiveKit} connected to it as parameters. The tests of one class must not
 * run in parallel.
 *
 * <p>It needs {@code org.junit.jupiter:junit-jupiter-api}, which this library does not bring along.
 *
 * @since 0.1.0
 */
public final class LiveKitExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private final LiveKitDouble.Builder settings;
    private @Nullable LiveKitDouble server;
    private @Nullable LiveKit client;
    /** How many classes deep: nested ones share the double of their outermost class. */
    private int depth;

    /** An extension with a double of default settings, for {@code @ExtendWith}. */
    public LiveKitExtension() {
        this(LiveKitDouble.builder());
    }

    private LiveKitExtension(LiveKitDouble.Builder settings) {
        this.settings = settings;
    }

    /**
     * Returns an extension with a double of default settings.
     *
     * @return the extension
     */
    public static LiveKitExtension ofDefaults() {
        return new LiveKitExtension();
    }

    /**
     * Returns an extension with a double of the caller's settings.
     *
     * @param settings the double's settings
     * @return the extension
     */
    public static LiveKitExtension of(LiveKitDouble.Builder settings) {
        return new LiveKitExtension(Objects.requireNonNull(settings, "settings"));
    }

    /**
     * Returns the double, which is started now if it does not run yet.
     *
     * @return the double of this class or test
     */
    public LiveKitDouble server() {
        if (server == null) {
            server = settings.start();
        }
        return server;
    }

    /**
     * Returns a connection to the double, made when it is first asked for and closed after the test.
     *
     * @return the connection of this test
     */
    public LiveKit client() {
        if (client == null) {
            client = LiveKit.connect(server().url(), server().apiKey(), server().apiSecret());
        }
        return client;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        depth++;
        server();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        closeClient();
        if (depth == 0) {
            closeServer();
        } else {
            server().reset();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (--depth == 0) {
            closeClient();
            closeServer();
        }
    }

    private void closeClient() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private void closeServer() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LiveKitDouble.class || type == LiveKit.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LiveKit.class ? client() : server();
    }
}
