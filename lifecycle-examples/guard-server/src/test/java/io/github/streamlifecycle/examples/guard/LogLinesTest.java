package io.github.streamlifecycle.examples.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a hostile name can do to the log of the program. */
class LogLinesTest {
    /** Line ends of all kinds, a terminal's commands in one and in two characters, and a change of the writing direction. */
    private static final List<String> HOSTILE = List.of(
            "\n", "\r", "\u000b", "\u0085", "\u2028", "\u2029", "\u001b[2J", "\u009b2J", "\u0000", "\u202e", "\u2066");

    private static List<String> logged(String format, String name) throws JoranException {
        LoggerContext context = new LoggerContext();
        context.putProperty("guard.log", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LogLinesTest.class.getResource("/logback.xml"));
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        ConsoleAppender<ILoggingEvent> console = (ConsoleAppender<ILoggingEvent>) root.getAppender(format);
        byte[] line = console.getEncoder()
                .encode(new LoggingEvent(
                        "fqcn",
                        root,
                        Level.WARN,
                        "room {} failed",
                        new IllegalStateException("room " + name, new IllegalArgumentException(name)),
                        new Object[] {name}));
        context.stop();
        return List.of(new String(line, StandardCharsets.UTF_8).split("\n"));
    }

    @Test
    void textHasNoControlCharacters() throws JoranException {
        for (String hostile : HOSTILE) {
            String name = "a" + hostile + "2026-11-24 INFO all is well";
            List<String> lines = logged("text", name);
            assertThat(lines)
                    .hasSizeGreaterThan(2)
                    .anyMatch(line -> line.startsWith("Caused by: "))
                    .anyMatch(line -> line.startsWith("\tat "))
                    .noneMatch(line -> line.startsWith("2026-11-24 INFO"))
                    .noneMatch(line -> line.replace("\t", "").matches(".*[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}].*"));
        }
        assertThat(logged("text", "ünï \uD83C\uDFA5").get(0)).endsWith("room ünï \uD83C\uDFA5 failed");
    }

    @Test
    void jsonIsOneObjectOnALine() throws JoranException {
        for (String hostile : HOSTILE) {
            String name = "a\"" + hostile + "<b>";
            List<String> lines = logged("json", name);
            assertThat(lines).hasSize(1);
            assertThat(JsonParser.parseString(lines.get(0))
                            .getAsJsonObject()
                            .get("formattedMessage")
                            .getAsString())
                    .isEqualTo("room " + name + " failed");
        }
    }
}
