package io.github.streamlifecycle.livekit.browser;

import io.undertow.Undertow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium with a fake camera that every page may use. {@link WithChromium} starts it; it is for one thread. */
public final class Chromium implements AutoCloseable {
    /** Selenium warns of each Chromium that is newer than itself. A logger is kept only as long as it is referred to. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    final ChromeDriver driver;
    private final String home;
    private final Undertow pages = HostPage.serve(HostPage.paths(), 0);

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
        this.home = driver.getWindowHandle();
    }

    static Chromium start(InstalledBrowser installed) {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installed.driver().toFile())
                .usingAnyFreePort()
                .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(installed.browser().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--mute-audio",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream");
        // added by chromedriver; users' browsers slow down what is in the background
        options.setExperimentalOption(
                "excludeSwitches",
                List.of("disable-background-timer-throttling", "disable-backgrounding-occluded-windows"));
        return new Chromium(new ChromeDriver(service, options));
    }

    /** Opens a page in a tab of its own, which is in front then. */
    public BrowserTab open(String url) {
        toFront(home);
        driver.switchTo().newWindow(WindowType.TAB);
        BrowserTab tab = new BrowserTab(this, driver.getWindowHandle());
        driver.get(url);
        return tab;
    }

    /** Opens a tab whose page publishes over WHIP and runs none of this project's code. */
    public BrowserTab publish(String livekit, String token) {
        BrowserTab tab = open(HostPage.url(HostPage.port(pages)));
        tab.publish(livekit, token);
        return tab;
    }

    /** Minimizes the window, which hides all tabs and slows their timers down. */
    public void hide() {
        window("minimized");
    }

    /** Shows the window again. */
    public void show() {
        window("normal");
    }

    private void window(String state) {
        toFront(home);
        Object window = driver.executeCdpCommand("Browser.getWindowForTarget", Map.of("targetId", home))
                .get("windowId");
        driver.executeCdpCommand(
                "Browser.setWindowBounds", Map.of("windowId", window, "bounds", Map.of("windowState", state)));
    }

    /** Stops all processes of the browser where they are, as a laptop does whose lid is closed. */
    public void sleep() {
        signal("STOP");
    }

    /** Lets them go on. */
    public void wake() {
        signal("CONT");
    }

    private void signal(String name) {
        ProcessHandle browser = ProcessHandle.of(
                        ((Number) driver.getCapabilities().getCapability("goog:processID")).longValue())
                .orElseThrow();
        String[] kill = Stream.concat(
                        Stream.of("kill", "-" + name),
                        Stream.concat(Stream.of(browser), browser.descendants())
                                .map(process -> Long.toString(process.pid())))
                .toArray(String[]::new);
        try {
            new ProcessBuilder(kill).inheritIO().start().waitFor();
        } catch (IOException failed) {
            throw new IllegalStateException("the browser could not be sent " + name, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    void toFront(String window) {
        driver.switchTo().window(window);
    }

    /** Closes a tab, alive or crashed, unless it is closed already. */
    void close(String window) {
        if (driver.getWindowHandles().contains(window)) {
            toFront(window);
            driver.close();
        }
        toFront(home);
    }

    @Override
    public String toString() {
        return "Chromium " + driver.getCapabilities().getBrowserVersion();
    }

    @Override
    public void close() {
        pages.stop();
        driver.quit();
    }
}
