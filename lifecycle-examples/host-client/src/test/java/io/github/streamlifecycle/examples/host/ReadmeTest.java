package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java of the README is the Java of the consumer project, which CI compiles and runs. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static String flat(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }

    private static List<String> blocks(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> flat(match.group(1)))
                .toList();
    }

    @Test
    void everySnippetIsCodeThatRuns() throws IOException {
        String consumer = flat(read(".ci/consumers/plain/src/main/java/consumer/Consumer.java"));
        String test = flat(read("lifecycle-livekit/src/test/java/io/github/streamlifecycle/docs/DropTest.java"));
        assertThat(blocks(JAVA, read("README.md")))
                .hasSize(5)
                .allSatisfy(snippet -> assertThat(consumer + test).contains(snippet));
    }

    @Test
    void javaBeginsByLineTwenty() throws IOException {
        assertThat(read("README.md").lines().toList().indexOf("```java")).isBetween(0, 19);
    }

    @Test
    void firstCommandRunsAndSecondTests() throws IOException {
        assertThat(blocks(SHELL, read("README.md"))).satisfies(commands -> {
            assertThat(commands.get(0)).contains("--drop-after 5s");
            assertThat(commands.get(1)).isEqualTo("mvn -B verify");
        });
    }
}
