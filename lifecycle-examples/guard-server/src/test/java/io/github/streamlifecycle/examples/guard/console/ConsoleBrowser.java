package io.github.streamlifecycle.examples.guard.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with the console in it, and with a made-up camera. */
public final class ConsoleBrowser implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** Selenium warns of each Chromium that is newer than itself. A logger is kept only as long as it is referred to. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private ConsoleBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser where one is installed, and says so where none is. */
    public static Optional<ConsoleBrowser> start() {
        Optional<Path> browser = program("chromium", "google-chrome", "chromium-browser");
        Optional<Path> chromedriver = program("chromedriver");
        if (browser.isEmpty() || chromedriver.isEmpty()) {
            System.out.println("Tests of the console are skipped: no Chromium with a chromedriver is on the PATH"
                    + " or in /usr/bin.");
            return Optional.empty();
        }
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--mute-audio",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile())
                .usingAnyFreePort()
                .build();
        return Optional.of(new ConsoleBrowser(new ChromeDriver(service, options)));
    }

    private static Optional<Path> program(String... names) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin";
        return Stream.of(names)
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Waits until an attribute of the only element that a selector finds contains a text. */
    public void awaitAttribute(String selector, String name, String part) {
        await().atMost(LONG)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> assertThat(Objects.toString(run(
                                "return document.querySelector(arguments[0])?.getAttribute(arguments[1])",
                                selector,
                                name)))
                        .as(selector)
                        .contains(part));
    }

    /** Opens a page anew, also if only its fragment differs, and forgets what was logged before. */
    public void open(String url) {
        driver.get("about:blank");
        driver.manage().logs().get(LogType.BROWSER);
        driver.get(url);
    }

    /** Opens a page in a tab of its own, and returns the tab's name. */
    public String openTab(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        driver.get(url);
        return driver.getWindowHandle();
    }

    public void toTab(String name) {
        driver.switchTo().window(name);
    }

    /** Returns the name of the tab that is looked at. */
    public String tab() {
        return driver.getWindowHandle();
    }

    /** Closes the tab that is looked at, alive or crashed, and goes to another. */
    public void closeTab(String next) {
        driver.close();
        toTab(next);
    }

    /** Crashes the process of the page that is looked at. */
    public void crash() {
        try {
            driver.get("chrome://crash");
        } catch (WebDriverException failed) {
            if (Objects.toString(failed.getMessage()).contains("crashed")) {
                return;
            }
            throw failed;
        }
        throw new IllegalStateException("the page did not crash");
    }

    /** Switches the network of the page that is looked at off or on, as the developer tools do. Media are not cut. */
    public void network(Network network) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of(
                        "offline",
                        network == Network.OFF,
                        "latency",
                        0,
                        "downloadThroughput",
                        -1,
                        "uploadThroughput",
                        -1));
    }

    /** What the developer tools make of the network. */
    public enum Network {
        /** It is there. */
        ON,
        /** It is not. */
        OFF
    }

    public void follow(String fragment) {
        run("location.hash = arguments[0]", fragment);
    }

    public Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    public String text(String selector) {
        return Objects.toString(
                run("return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join('\\n')", selector));
    }

    public void awaitText(String selector, String part) {
        await().atMost(LONG)
                .ignoreException(StaleElementReferenceException.class)
                .untilAsserted(() -> assertThat(text(selector)).as(selector).contains(part));
    }

    public void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(LONG)
                .ignoreException(StaleElementReferenceException.class)
                .until(condition);
    }

    /** The page may draw an element anew between finding it and clicking on it. */
    public void click(String selector) {
        until("a click on " + selector, () -> {
            find(selector).click();
            return true;
        });
    }

    /** What the browser's console says at WARNING or above. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What axe-core finds wrong with the page by WCAG 2.1 A and AA, such as too little contrast. */
    public String barriers() {
        try (InputStream axe = ConsoleBrowser.class.getResourceAsStream("/axe.min.js")) {
            run(new String(Objects.requireNonNull(axe, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return Objects.toString(run("return axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
                + ".then(found => found.violations.flatMap(one => one.nodes.map(node =>"
                + " one.id + ' ' + node.target + ' ' + node.failureSummary)).join('\\n'))"));
    }

    public void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    public void dark(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Begins to count the processor time of the page's main thread. */
    void countProcessorTime() {
        driver.executeCdpCommand("Performance.enable", Map.of("timeDomain", "threadTicks"));
    }

    /** Returns what the page's main thread has counted by name, durations in seconds of processor time. */
    Map<String, Double> mainThread() {
        List<?> metrics = (List<?>)
                driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics");
        return metrics.stream()
                .map(metric -> (Map<?, ?>) metric)
                .collect(Collectors.toMap(
                        metric -> Objects.toString(metric.get("name")),
                        metric -> ((Number) Objects.requireNonNull(metric.get("value"))).doubleValue()));
    }

    public void screenshot(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
