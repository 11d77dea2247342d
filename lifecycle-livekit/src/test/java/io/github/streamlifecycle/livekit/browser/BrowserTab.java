package io.github.streamlifecycle.livekit.browser;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.WebDriverException;

/** A tab with a page in it, such as {@code host.html}. */
public final class BrowserTab implements AutoCloseable {
    private final Chromium browser;
    private final String window;

    BrowserTab(Chromium browser, String window) {
        this.browser = browser;
        this.window = window;
    }

    /** Runs the body of a function in the page, and returns what it returns once that is settled. */
    public @Nullable Object run(String script, Object... arguments) {
        browser.toFront(window);
        return browser.driver.executeScript(script, arguments);
    }

    /** Publishes the camera, and returns when the connection is up. */
    public void publish(String livekit, String token) {
        String http = livekit.replaceFirst("^ws", "http").replaceAll("/$", "");
        run("return publish(...arguments)", http + "/whip/v1", token);
    }

    /** Crashes the process of the page. */
    public void crash() {
        browser.toFront(window);
        try {
            browser.driver.get("chrome://crash");
        } catch (WebDriverException failed) {
            if (Objects.toString(failed.getMessage()).contains("crashed")) {
                return;
            }
            throw failed;
        }
        throw new IllegalStateException("the page did not crash");
    }

    /** Puts what this page opens from now on, connections and sockets, under the control of {@link #setOnline}. */
    public void controlNetwork() {
        protocol("Network.enable", Map.of());
        setOnline(true);
    }

    /** Cuts the page off from every network, without a sign to the other side, or ends that. */
    public void setOnline(boolean online) {
        int unlimited = -1;
        protocol(
                "Network.emulateNetworkConditions",
                Map.of(
                        "offline",
                        !online,
                        "latency",
                        0,
                        "downloadThroughput",
                        unlimited,
                        "uploadThroughput",
                        unlimited));
    }

    /** Takes the camera away from the page's origin, as a user does by the browser's settings. */
    public void takeCamera() {
        Object origin = Objects.requireNonNull(run("return location.origin"));
        protocol(
                "Browser.setPermission",
                Map.of("permission", Map.of("name", "camera"), "setting", "denied", "origin", origin));
        protocol("Browser.resetPermissions", Map.of());
    }

    private void protocol(String command, Map<String, Object> parameters) {
        browser.toFront(window);
        browser.driver.executeCdpCommand(command, parameters);
    }

    /** Closes the tab as a user does. */
    @Override
    public void close() {
        browser.close(window);
    }
}
